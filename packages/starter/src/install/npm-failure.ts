import { NodetoolError } from '@nodetool-ai/graph';
import { maskSecrets } from '../download/mask-secrets.ts';
import type { ToolError } from './run-tool.ts';

const SHOWN_LINES = 6;

/** Codes of npm that have a plain meaning. */
const MEANINGS: readonly (readonly [code: RegExp, words: string])[] = [
  [/\bEINTEGRITY\b/, 'a package that came is not the one that was published'],
  [
    /\b(ENOTFOUND|EAI_AGAIN)\b/,
    'the name of the registry cannot be found; there may be no network',
  ],
  [
    /\b(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b/,
    'the registry does not answer',
  ],
  [/\b(E401|E403)\b/, 'the registry wants a sign-in or refuses'],
  [/\b(E404|ETARGET)\b/, 'the registry does not have one of the packages'],
  [/CERT|SELF_SIGNED/, 'the certificate of the registry is not trusted'],
];

/** The error for an npm that failed: its reason in words, then the end of what it printed, without secrets. */
export function npmFailure(error: ToolError, output: string): NodetoolError {
  if (/\b(ENOSPC|EDQUOT)\b/.test(output))
    return new NodetoolError('DISK_FULL', 'The disk became full while npm installed the engine.', {
      cause: error,
    });
  const lines = maskSecrets(output)
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !/complete log of this run|^\S*_logs\S*$/.test(line));
  const meaning = MEANINGS.find(([code]) => code.test(output))?.[1];
  const said = lines.slice(-SHOWN_LINES).join(' / ');
  const [firstLine = ''] = error.message.split(/; the end of |\n/);
  const why = [meaning ?? firstLine, said === '' ? 'It printed nothing.' : `It said: ${said}`];
  return new NodetoolError(
    'STARTER_INSTALL_FAILED',
    `npm could not install the engine: ${why.join('. ')}`,
    {
      details: { output: lines.slice(-20).join('\n') },
      cause: undefined,
    },
  );
}
