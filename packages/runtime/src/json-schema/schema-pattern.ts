/**
 * Gives the regular expression of a `pattern`. They are meant as Unicode ones; many that people write are valid only
 * without. Throws SyntaxError for what is neither.
 */
export function schemaPattern(pattern: string, flags = 'u'): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}
