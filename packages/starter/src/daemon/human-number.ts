const STEPS = [
  { least: 1e9, letter: 'B', digits: 1 },
  { least: 1e6, letter: 'M', digits: 2 },
  { least: 1e3, letter: 'K', digits: 0 },
];

/** A count of weights as Ollama writes it: `134.52M`, `35K`, `7B`. */
export function humanNumber(count: number): string {
  const step = STEPS.find(({ least }) => count >= least);
  if (step === undefined) return String(count);
  const amount = count / step.least;
  return `${amount.toFixed(Number.isInteger(amount) ? 0 : step.digits)}${step.letter}`;
}
