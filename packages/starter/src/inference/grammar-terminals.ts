/**
 * Rules that every grammar of a schema may use, in llama.cpp's grammar language. White space is bounded: a small model
 * would write it without end.
 */
export const GRAMMAR_TERMINALS = String.raw`
ws ::= | " " | "\n" [ \t]{0,20}
char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})
string ::= "\"" char* "\""
whole ::= "0" | [1-9] [0-9]{0,14}
fraction ::= "." [0-9]{1,15}
exponent ::= [eE] [-+]? [0-9]{1,2}
integer ::= "-"? whole
natural ::= whole
number ::= "-"? whole fraction? exponent?
positive ::= whole fraction? exponent?
boolean ::= "true" | "false"
null ::= "null"
value ::= object | array | string | number | boolean | null
comma ::= ws "," ws
colon ::= ws ":" ws
member ::= string colon value
object ::= "{" ws (member (comma member)*)? ws "}"
array ::= "[" ws (value (comma value)*)? ws "]"
date-text ::= [0-9]{4} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | "1" [0-9] | "2" [0-8])
time-text ::= ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] ("Z" | [-+] ([01] [0-9] | "2" [0-3]) ":" [0-5] [0-9])
date ::= "\"" date-text "\""
time ::= "\"" time-text "\""
date-time ::= "\"" date-text "T" time-text "\""
uuid ::= "\"" [0-9a-f]{8} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{4} "-" [0-9a-f]{12} "\""
`;

/** Formats of strings that a grammar can follow; each is the name of a rule. Days are 01 to 28, right in every month. */
export const STRING_FORMATS: ReadonlySet<unknown> = new Set(['date', 'time', 'date-time', 'uuid']);

/** A text as the grammar language writes it. */
export function literal(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The one way in which a JSON value is written. */
export function jsonLiteral(value: unknown): string {
  return literal(JSON.stringify(value));
}
