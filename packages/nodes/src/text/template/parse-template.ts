/** A piece of a template. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly source: string; readonly path: readonly string[] };

/** Names that would reach into the prototype of an object; the declarations of nodes refuse them too. */
const REFUSED_NAME = /^(__.*|constructor|prototype|toString|valueOf)$/;

/** Names joined with dots: letters, digits, `_` and `-`; the first does not begin with a digit or `-`. */
const PLACEHOLDER = /^[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}\p{N}_-]+)*$/u;

/**
 * Cuts a template at its placeholders, `{{ name }}` or `{{ name.key }}`. Double braces around anything else are
 * ordinary text.
 */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of template.matchAll(/\{\{([^{}]*)\}\}/g)) {
    const [source, inner = ''] = match;
    const name = inner.trim();
    if (!PLACEHOLDER.test(name)) continue;
    if (match.index > end) parts.push({ kind: 'text', text: template.slice(end, match.index) });
    parts.push({ kind: 'placeholder', source, path: name.split('.') });
    end = match.index + source.length;
  }
  if (end < template.length) parts.push({ kind: 'text', text: template.slice(end) });
  return parts;
}

/** The name in a placeholder's path that is not allowed, if there is one. */
export function refusedName(
  path: readonly string[],
  settings: readonly string[],
): string | undefined {
  const [input] = path;
  const prototypeName = path.find((name) => REFUSED_NAME.test(name));
  return prototypeName ?? settings.find((setting) => setting === input);
}
