/**
 * The full name of a model: without a tag, `latest` is meant. A colon before the last slash belongs to a port:
 * `host:5000/team/model` has no tag.
 */
export function completeModelName(name: string): string {
  const trimmed = name.trim();
  return trimmed.slice(trimmed.lastIndexOf('/') + 1).includes(':') ? trimmed : `${trimmed}:latest`;
}
