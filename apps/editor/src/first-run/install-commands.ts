/** A system on which Ollama can be installed by one line. */
export type SystemName = 'linux' | 'mac' | 'windows';

/** The lines that install Ollama, as its makers give them. */
export const INSTALL_COMMANDS: readonly {
  readonly system: SystemName;
  readonly title: string;
  readonly line: string;
}[] = [
  { system: 'linux', title: 'Linux', line: 'curl -fsSL https://ollama.com/install.sh | sh' },
  { system: 'mac', title: 'macOS', line: 'brew install ollama' },
  { system: 'windows', title: 'Windows', line: 'winget install Ollama.Ollama' },
];

/** Gets a first model. */
export const PULL_COMMAND = 'ollama pull llama3.2:3b';

/** The system by the words of its browser; Linux when they do not say. */
export function systemOf(userAgent: string): SystemName {
  if (/Win/.test(userAgent)) return 'windows';
  return /Mac/.test(userAgent) ? 'mac' : 'linux';
}
