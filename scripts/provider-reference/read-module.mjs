import { readDoc } from './doc-text.mjs';
import { scanOutside, splitOutside, splitStatements } from './split-statements.mjs';

const MODIFIERS = /^(?:(?:export|declare|abstract|async|readonly|static|public|override)\s+)*/;
const HIDDEN_MEMBER = /^(?:private|protected)\b|^#|^static \{/;

const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();

/** Doc comments within a type, which a single line cannot show. */
const withoutComments = (text) => text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '');

/** What stands before and within the outermost braces of an interface or a class. */
function splitBlock(text) {
  const open = scanOutside(text, (token) => token !== '{', { angles: true });
  return { header: text.slice(0, open), body: text.slice(open + 1, text.lastIndexOf('}')) };
}

/** The members of an object type that stands alone or as the items of a list, else none. */
function nestedMembers(type) {
  const list = /^(?:readonly\s+)?(\{[\s\S]*\})\[\]$/.exec(type);
  const object = list?.[1] ?? type;
  if (!object.startsWith('{')) return { members: [], suffix: '' };
  const { body } = splitBlock(object);
  // `{ … } | { … }` begins and ends with braces too, but they are not one pair.
  if (object !== `{${body}}` || splitOutside(object, '|').length > 1)
    return { members: [], suffix: '' };
  return {
    members: splitStatements(body).map(readMember).filter(Boolean),
    suffix: list ? '[]' : '',
  };
}

function readMember({ doc, text }) {
  if (HIDDEN_MEMBER.test(text)) return undefined;
  const words = text.replace(MODIFIERS, '');
  const accessor = /^(get|set)\s+(\w+)\s*\(/.exec(words);
  // The name of what is called itself, as a function, is empty.
  const name = accessor?.[2] ?? /^(?:(?=[(<])|[\w$]+|'[^']*'|"[^"]*"|\[[^\]]*\])/.exec(words)?.[0];
  if (name === undefined) throw new Error(`This member is not understood: ${text}`);
  const after = words.slice(accessor ? accessor[0].length - 1 : name.length);
  const isOptional = after.startsWith('?');
  const rest = after.replace(/^\?/, '').trimStart();
  const isMethod = !accessor && /^[(<]/.test(rest);
  const type = accessor
    ? rest.slice(rest.indexOf(':') + 1).trim()
    : rest.replace(/^[:=]/, '').trim();
  const nested = isMethod ? { members: [], suffix: '' } : nestedMembers(type);
  return {
    name,
    kind: isMethod ? 'method' : accessor ? 'getter' : 'field',
    doc: readDoc(doc),
    isOptional,
    type: oneLine(withoutComments(isOptional ? type.replace(/ \| undefined$/, '') : type)),
    hasHiddenDoc: nested.members.length === 0 && type.includes('/**'),
    members: nested.members,
    suffix: nested.suffix,
  };
}

function readBlock(kind, text) {
  const { header, body } = splitBlock(text);
  const [, name, generics = ''] =
    /^\w+\s+(\w+)\s*(<[\s\S]*?>(?=\s*(?:$|extends|implements)))?/.exec(header);
  const clauses = header.slice(header.indexOf(name) + name.length + generics.length);
  const listed = (match) => (match ? splitOutside(match[1], ',').map(oneLine) : []);
  return {
    name,
    generics: oneLine(generics),
    bases: listed(/\bextends\s+([\s\S]*?)(?:\bimplements\b|$)/.exec(clauses)),
    interfaces: listed(/\bimplements\s+([\s\S]*)$/.exec(clauses)),
    members: splitStatements(body).map(readMember).filter(Boolean),
    kind,
  };
}

function readDeclaration({ doc, text }) {
  const words = text.replace(MODIFIERS, '');
  const common = { doc: readDoc(doc), isExported: /^export\b/.test(text) };
  const kind = /^(interface|class|function|const|let|type)\b/.exec(words)?.[1];
  if (kind === undefined) return undefined;
  if (kind === 'interface' || kind === 'class') return { ...common, ...readBlock(kind, words) };
  const name = /^\w+\*?\s+(\w+)/.exec(words)[1];
  return { ...common, kind, name, text: words, members: [], bases: [] };
}

function readNames(list) {
  return splitOutside(list, ',').map((item) => {
    const [original, renamed = original] = item.replace(/^type\s+/, '').split(/\s+as\s+/);
    return [renamed, original];
  });
}

/**
 * A declaration file that tsc wrote: `declarations` by name (a list, for overloads), and `imports` and `reexports` by
 * name as `{ from, name }`.
 */
export function readModule(text) {
  const module = { declarations: new Map(), imports: new Map(), reexports: new Map() };
  for (const statement of splitStatements(text)) {
    const link = /^(import|export)(?: type)? \{([\s\S]*)\} from '([^']+)'$/.exec(statement.text);
    if (link) {
      const target = link[1] === 'import' ? module.imports : module.reexports;
      for (const [renamed, name] of readNames(link[2]))
        target.set(renamed, { from: link[3], name });
      continue;
    }
    if (/^(import\b|export \{)/.test(statement.text)) continue;
    const declaration = readDeclaration(statement);
    if (declaration === undefined)
      throw new Error(`This declaration is not understood: ${statement.text}`);
    const earlier = module.declarations.get(declaration.name) ?? [];
    module.declarations.set(declaration.name, [...earlier, declaration]);
  }
  return module;
}
