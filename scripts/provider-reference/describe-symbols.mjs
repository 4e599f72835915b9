import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../ensure-installed.mjs';
import { keyOf } from './collect-symbols.mjs';
import { namesInCapitals, takeDefault } from './doc-text.mjs';
import { inlineReferences, lostReferences } from './inline-references.mjs';
import { themeOf } from './themes.mjs';
import { describeSchema, readSchemaMembers, schemaNameOf, schemaTextOf } from './zod-members.mjs';

/** The name of a base: of `Omit<Base, 'a'>` and the like, that of `Base`. */
const nameOfBase = (type) =>
  type
    .replace(/^(?:Omit|Pick|Partial|Readonly|Required)<([\s\S]*)>$/, '$1')
    .replace(/[<,][\s\S]*/, '');

/** Makes of collected symbols what the page says of them. */
class SymbolWriter {
  constructor({ reader, symbols, schemaTypes, errorCodes }) {
    this.reader = reader;
    this.onPage = new Set(symbols.map(keyOf));
    this.schemaNames = new Map(
      schemaTypes
        .filter(({ schema }) => /^z\.Zod(Object|Enum|Union)</.test(schema))
        .map(({ schema, name }) => [schema, name]),
    );
    this.errorCodes = errorCodes;
  }

  /** The words of a doc comment with what they refer to. */
  words(doc, path) {
    return doc === undefined ? undefined : inlineReferences(doc, this.context(path));
  }

  context(path) {
    return {
      path,
      find: (name, near) => this.reader.find(name, near),
      isOnPage: (found) => this.onPage.has(keyOf(found)),
    };
  }

  /** The name of a schema, but for `own`, which is to be written out. */
  schemaName(type, own) {
    if (type === own) return undefined;
    const values = type.startsWith('z.ZodEnum<') ? type.match(/"\w+"/g) : [];
    if (
      values?.length === this.errorCodes.length &&
      this.errorCodes.every((code) => values.includes(`"${code}"`))
    )
      return 'ErrorCode';
    return this.schemaNames.get(type);
  }

  /** Aliases that their module keeps to itself say nothing to others: what they stand for is written instead. */
  withoutLocalNames(text, path) {
    return text.replaceAll(/\b[A-Z]\w*\b/g, (name) => {
      const found = this.reader.resolve(path, name);
      const [declaration] = found?.declarations ?? [];
      const isLocal =
        found?.path === path && declaration?.kind === 'type' && !declaration.isExported;
      return isLocal ? declaration.text.replace(/^type \w+ =\s*/, '') : name;
    });
  }

  /** The doc comment of a member of a base: `{ doc, from }`. */
  inherited(bases, path, name) {
    for (const base of bases) {
      const found = this.reader.find(nameOfBase(base), path);
      const [declaration] = found?.declarations ?? [];
      const member = declaration?.members.find((other) => other.name === name);
      if (member?.doc) return { doc: this.words(member.doc, found.path), from: declaration.name };
      const further = declaration && this.inherited(declaration.bases, found.path, name);
      if (further) return further;
    }
    return undefined;
  }

  rows(members, owner, path, prefix = '') {
    return members.flatMap((member) => {
      const base =
        member.doc === undefined ? this.inherited(owner.bases, path, member.name) : undefined;
      const doc = base?.doc ?? this.words(member.doc, path) ?? '';
      const { value, rest } = takeDefault(doc);
      const isNamed = member.name !== '' && member.name !== 'constructor';
      const name = `${prefix}${member.name}`;
      const row = {
        name,
        kind: member.kind,
        type:
          member.members.length > 0
            ? `{ … }${member.suffix}`
            : this.withoutLocalNames(member.type, path),
        default: value,
        doc,
        meaning: rest,
        codes: namesInCapitals(doc),
        isOptional: member.isOptional,
        hasHiddenDoc: member.hasHiddenDoc,
        // What a contract of others asks for is described there.
        inheritedFrom: base?.from ?? (doc === '' && isNamed ? owner.foreign : undefined),
      };
      return [row, ...this.rows(member.members, owner, path, `${name}${member.suffix}.`)];
    });
  }

  /** Whether everything that a constructor takes can be had by a caller. */
  isCallable({ type }, path) {
    return [...type.matchAll(/\b[A-Z]\w*\b/g)].every(([name]) => {
      const found = this.reader.resolve(path, name);
      return !found || this.onPage.has(keyOf(found)) || !found.declarations[0].isExported;
    });
  }

  fromSchema(symbol, schema) {
    const found = this.reader.resolve(symbol.path, schema);
    const [declaration] = found.declarations;
    const type = schemaTextOf(declaration);
    const nameOf = (text) => this.schemaName(text, type);
    const doc = this.words(declaration.doc, found.path);
    // Settings that are handed on may say once where each of them is described.
    const described = /\bmeanings are those of (?:\{@link )?(\w+)/.exec(doc ?? '')?.[1];
    const source = readFileSync(join(projectRoot, 'packages', found.path), 'utf8');
    const members = readSchemaMembers({ type, source, name: schema, nameOf });
    return {
      // An alias of a schema only points at it; what it means is said there.
      doc,
      signatures:
        members.length === 0 ? [`type ${symbol.name} = ${describeSchema(type, nameOf)}`] : [],
      rows: this.rows(
        members,
        { bases: described ? [described] : [], foreign: undefined },
        found.path,
      ),
    };
  }

  fromDeclarations({ path, declarations }) {
    const [{ members, bases, interfaces = [] }] = declarations;
    const shown = members.filter(
      (member) => member.name !== 'constructor' || this.isCallable(member, path),
    );
    const foreign = [...bases, ...interfaces]
      .map(nameOfBase)
      .find((base) => this.reader.isForeign(path, base));
    const owner = { bases, foreign };
    const docs = declarations.map(({ doc }) => doc).filter((doc) => doc !== undefined);
    return {
      doc: docs.length === 0 ? undefined : this.words(docs.join('\n\n'), path),
      signatures: declarations.flatMap(({ text }) =>
        text === undefined ? [] : [this.withoutLocalNames(text, path)],
      ),
      rows: this.rows(shown, owner, path),
    };
  }

  describe(symbol) {
    const [declaration] = symbol.declarations;
    const schema = schemaNameOf(declaration);
    const described = schema ? this.fromSchema(symbol, schema) : this.fromDeclarations(symbol);
    const texts = [described.doc ?? '', ...described.rows.map(({ doc }) => doc)];
    return {
      name: symbol.name,
      specifier: symbol.specifier,
      path: symbol.path,
      theme: themeOf(symbol),
      kind: declaration.kind,
      bases: declaration.bases,
      codes: namesInCapitals(described.doc),
      lostReferences: texts.flatMap((text) => lostReferences(text, this.context(symbol.path))),
      ...described,
    };
  }
}

/**
 * What the page says of each symbol: `{ name, specifier, path, theme, kind, doc, codes, signatures, bases,
 * lostReferences, rows }`. Rows are members: `{ name, kind, type, default, doc, meaning, codes, isOptional,
 * hasHiddenDoc, inheritedFrom }`, where `meaning` is the doc comment without the sentence of the default.
 */
export function describeSymbols(collected) {
  const writer = new SymbolWriter(collected);
  return collected.symbols.map((symbol) => writer.describe(symbol));
}
