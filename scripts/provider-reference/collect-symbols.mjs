import { GRAPH_PACKAGE, packageEntries, PROVIDER_PACKAGE } from './emit-declarations.mjs';
import { schemaNameOf, schemaTextOf } from './zod-members.mjs';

/** What callers meet of the graph package though no declaration of the provider package speaks of it. */
const ALSO_FROM_GRAPH = ['NodetoolError', 'isNodetoolError'];

/** Tells declarations apart, wherever they are exported. */
export const keyOf = ({ path, declarations }) => `${path} ${declarations[0].name}`;

/** The types that are made from schemas, with the texts of these: `{ path, name, schema }`. */
function schemaTypes(reader) {
  return reader.paths.flatMap((path) =>
    [...reader.read(path).declarations.values()].flatMap(([declaration]) => {
      const schema = schemaNameOf(declaration);
      const found = schema && reader.resolve(path, schema);
      return found
        ? [{ path, name: declaration.name, schema: schemaTextOf(found.declarations[0]) }]
        : [];
    }),
  );
}

const memberTypes = (members) =>
  members.flatMap(({ type, members: nested }) => [type, ...memberTypes(nested)]);

/** Names that the outside of a declaration speaks of; a constructor counts only for those who may call it. */
function spokenNames({ members, bases, text = '' }) {
  const shown = members.filter(({ name }) => name !== 'constructor');
  const texts = [...memberTypes(shown), ...bases, text];
  return new Set(texts.join(' ').match(/\b[A-Za-z_]\w*\b/g));
}

/**
 * Every symbol that the entries of the provider package export, then the types that these speak of without being
 * exported by name, each as `{ name, path, declarations, specifier }`; `path` is that of its source below `packages`,
 * `specifier` from where it is imported, or undefined. `schemaTypes` tells which types are made from which schema.
 */
export function collectSymbols(reader) {
  const graph = packageEntries(GRAPH_PACKAGE);
  const types = schemaTypes(reader);
  const symbols = new Map();

  const add = (found, name, specifier) => {
    if (!found) throw new Error(`${specifier} exports ${name}, of which there is no declaration.`);
    if (!symbols.has(keyOf(found))) symbols.set(keyOf(found), { ...found, name, specifier });
  };
  // A class that is not offered cannot be made by callers, nor can what is made of one.
  const isShape = (found) => {
    const [declaration] = found?.declarations ?? [];
    const isNamed = declaration?.kind === 'interface' || declaration?.kind === 'type';
    if (!isNamed || !declaration.isExported) return false;
    const spoken = [...spokenNames(declaration)].map((other) => reader.resolve(found.path, other));
    return spoken.every(
      (other) => other?.declarations[0].kind !== 'class' || symbols.has(keyOf(other)),
    );
  };
  const addShape = (found, name) => {
    if (!isShape(found)) return;
    const exporter = graph.find(({ file }) => reader.resolve(file, name)?.path === found.path);
    add(found, name, exporter?.specifier);
  };

  for (const { specifier, file } of packageEntries(PROVIDER_PACKAGE)) {
    for (const name of reader.read(file).reexports.keys())
      add(reader.resolve(file, name), name, specifier);
  }
  const [{ specifier: graphName, file: graphFile }] = graph;
  for (const name of ALSO_FROM_GRAPH) add(reader.resolve(graphFile, name), name, graphName);
  // A Map gives what is added while it is gone through, so that this reaches everything.
  for (const { path, declarations } of symbols.values()) {
    const own = types.find((type) => type.path === path && type.name === declarations[0].name);
    const within = types.filter((type) => type !== own && own?.schema.includes(type.schema));
    for (const type of within) addShape(reader.resolve(type.path, type.name), type.name);
    for (const name of declarations.flatMap((declaration) => [...spokenNames(declaration)]))
      addShape(reader.resolve(path, name), name);
  }
  return { symbols: [...symbols.values()], schemaTypes: types };
}
