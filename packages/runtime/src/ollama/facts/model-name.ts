/**
 * The full name of a model: without a tag, `latest` is meant. A colon before the last slash belongs to a port:
 * `host:5000/team/model` has no tag. A host that is named stays at the end: `model@desk` is `model:latest@desk`.
 */
export function completeModelName(name: string): string {
  const trimmed = name.trim();
  const last = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  if (last.includes(':')) return trimmed;
  const host = /@[^@]*$/.exec(last)?.[0] ?? '';
  return `${trimmed.slice(0, trimmed.length - host.length)}:latest${host}`;
}
