import { THEMES } from './themes.mjs';

const escapeCell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

const codeCell = (text) => {
  if (text === '') return '';
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${escapeCell(text)}${fence}`;
};

/** As GitHub makes the address of a heading within its page. */
const slugOf = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

/** The addresses of headings in the order of the page; a second one of the same words gets a number. */
function addressesOf(headings) {
  const counts = new Map();
  return headings.map((heading) => {
    const slug = slugOf(heading);
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** Symbols by section: those of THEMES in their order, then others by name. */
function sectionsOf(symbols) {
  const titles = [...new Set(symbols.map(({ theme }) => theme))];
  const others = titles.filter((title) => !THEMES.includes(title));
  return [...THEMES, ...others.toSorted((left, right) => (left < right ? -1 : 1))]
    .map((title) => ({ title, symbols: symbols.filter(({ theme }) => theme === title) }))
    .filter((section) => section.symbols.length > 0);
}

const KINDS = ['class', 'function', 'interface', 'type', 'const'];

/** Classes first, then functions, then what they speak of, each in the order in which it is exported. */
const inOrder = (symbols) =>
  symbols.toSorted((left, right) => KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind));

/** Writes symbols in Markdown, with links to those of the same page. */
class SymbolRenderer {
  constructor({ addresses, errorCodes, mainSpecifier }) {
    this.mainSpecifier = mainSpecifier;
    this.addresses = addresses;
    this.errorCodes = errorCodes;
  }

  link(name) {
    const address = this.addresses.get(name);
    return address === undefined ? `\`${name}\`` : `[\`${name}\`](#${address})`;
  }

  /** Words with links: to `{@link name}`, and to names of symbols that are no words of English. */
  text(words) {
    return words
      .split(/(`[^`]*`)/)
      .map((part) =>
        part.startsWith('`')
          ? part
          : part
              .replaceAll(/[<>*]/g, String.raw`\$&`)
              .replaceAll(/\{@link (\w+)\}|\b([A-Z][a-z]+[A-Z]\w*)\b/g, (all, linked, plain) =>
                linked !== undefined || this.addresses.has(plain)
                  ? this.link(linked ?? plain)
                  : all,
              ),
      )
      .join('');
  }

  codes(names) {
    return names
      .filter((name) => this.errorCodes.includes(name))
      .map((name) => `[\`${name}\`](errors.md#${slugOf(name)})`)
      .join(', ');
  }

  meaning(row) {
    if (row.inheritedFrom === undefined) return escapeCell(this.text(row.meaning));
    const base = row.inheritedFrom.replace(/<[\s\S]*/, '');
    return `As in ${this.link(base)}.`;
  }

  nameOf(row, symbol) {
    const name = row.name === 'constructor' ? `new ${symbol.name}` : row.name;
    return `\`${name}${row.isOptional ? '?' : ''}${row.kind === 'method' ? '()' : ''}\``;
  }

  cells(row, symbol) {
    return [
      this.nameOf(row, symbol),
      codeCell(row.type),
      row.default === undefined ? '' : escapeCell(this.text(row.default)),
      this.meaning(row),
    ];
  }

  table(symbol) {
    if (symbol.rows.length === 0) return '';
    const rows = symbol.rows.map((row) => `| ${this.cells(row, symbol).join(' | ')} |`);
    return `| Name | Type | Default | Meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  }

  /** The error codes that the symbol and its members name, each with what it is that names them. */
  errors(symbol) {
    const members = symbol.rows.filter((row) => row.inheritedFrom === undefined);
    const lines = [
      { what: 'all: ', codes: this.codes(symbol.codes) },
      ...members.map((row) => ({
        what: `${this.nameOf(row, symbol)}: `,
        codes: this.codes(row.codes),
      })),
    ].filter(({ codes }) => codes !== '');
    if (lines.length === 0) return '';
    if (symbol.rows.length === 0) return `Error codes: ${lines[0].codes}.`;
    return `Error codes:\n\n${lines.map(({ what, codes }) => `- ${what}${codes}`).join('\n')}`;
  }

  origin({ specifier }) {
    if (specifier === undefined) return 'It has no name to import: the shape says all.';
    return specifier === this.mainSpecifier ? '' : `From \`${specifier}\`.`;
  }

  symbol(symbol) {
    const bases = symbol.bases.map((base) =>
      /^\w+$/.test(base) ? this.link(base) : `\`${base}\``,
    );
    return [
      `### \`${symbol.name}\``,
      symbol.signatures.length > 0 ? `\`\`\`ts\n${symbol.signatures.join(';\n')};\n\`\`\`` : '',
      this.text(symbol.doc ?? ''),
      bases.length > 0
        ? `Has everything of ${bases.join(' and ')}${symbol.rows.length > 0 ? ', and:' : '.'}`
        : '',
      this.table(symbol),
      this.errors(symbol),
      this.origin(symbol),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }
}

function codeTable(catalogue, thrownCodes) {
  const rows = Object.entries(catalogue)
    .filter(([code]) => thrownCodes.includes(code))
    .map(
      ([code, { summary, hint }]) =>
        `| \`${code}\` | ${escapeCell(summary)} | ${escapeCell(hint)} |`,
    );
  return `### Codes of this package\n\n| Code | What happened | What to do |\n|---|---|---|\n${rows.join('\n')}`;
}

/** The page, not yet formatted. `introduction` is written by hand and comes first. */
export function renderPage({ introduction, symbols, catalogue, thrownCodes, mainSpecifier }) {
  const sections = sectionsOf(symbols).map(({ title, symbols: own }) => ({
    title,
    symbols: inOrder(own),
  }));
  const ownHeadings = [...introduction.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]);
  const headings = sections.flatMap(({ title, symbols: own }) => [
    { heading: title },
    ...own.map((symbol) => ({ heading: symbol.name, symbol })),
  ]);
  const addresses = addressesOf([...ownHeadings, ...headings.map(({ heading }) => heading)]).slice(
    ownHeadings.length,
  );
  const addressOf = new Map();
  for (const [index, { symbol }] of headings.entries())
    if (symbol && !addressOf.has(symbol.name)) addressOf.set(symbol.name, addresses[index]);
  const renderer = new SymbolRenderer({
    addresses: addressOf,
    errorCodes: Object.keys(catalogue),
    mainSpecifier,
  });
  const parts = sections.map(({ title, symbols: own }) =>
    [
      `## ${title}`,
      ...own.map((symbol) => renderer.symbol(symbol)),
      ...(title === 'Errors' ? [codeTable(catalogue, thrownCodes)] : []),
    ].join('\n\n'),
  );
  return `${[introduction.trim(), ...parts].join('\n\n')}\n`;
}
