/** A row of the contract suite as the starter engine keeps it. */
export interface DaemonRow {
  /** Its names from the outermost on, with ` › ` between them. */
  readonly title: string;
  /** Why the starter engine differs; undefined when it does what Ollama does. */
  readonly difference: string | undefined;
}

/** The table of a page: every row of the suite, who passes it, and why not. */
export function formatDaemonTable(rows: readonly DaemonRow[]): string {
  const cells = rows.map(({ title, difference }) => [
    title.replaceAll('|', '\\|'),
    'yes',
    difference === undefined ? 'yes' : 'differs',
    difference ?? '',
  ]);
  const table = [['Row of the suite', 'Ollama', 'Starter', 'Why'], ...cells];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(3, ...table.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - cell.length)).join(' | ')} |\n`;
  const [head = [], ...body] = table;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + body.map(line).join('');
}
