// From the values of a series to what is printed and kept.
import { FLOOR, OURS } from './clients.mjs';
import { median } from './median.mjs';

/** Medians and ratios of each row, and whether its goals are met; the shape of the JSON output. */
export function summarize(rows, clients, results) {
  return rows.map(({ id, title, unit, goals }) => {
    const cells = results.get(id);
    const medianOf = (client) => {
      const values = cells.get(client)?.values;
      return values === undefined ? undefined : median(values);
    };
    const ratio = (client) => medianOf(client) / medianOf(FLOOR);
    const measured = clients.map((client) => {
      const { values, failure } = cells.get(client.id) ?? {};
      return values === undefined
        ? { id: client.id, failure }
        : { id: client.id, median: medianOf(client.id), ratio: ratio(client.id), values };
    });
    const isMeasured = Number.isFinite(ratio(OURS));
    return {
      id,
      title,
      unit,
      clients: measured,
      goals: isMeasured
        ? goals.map(({ text, isMet }) => ({ text, isMet: isMet(ratio) }))
        : goals.map(({ text }) => ({ text, isMet: false })),
    };
  });
}

const absolute = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

/** The table as text: the floor absolute, the others as ratios to it, then the goals of ours. */
export function formatTable(summary, clients) {
  const columns = clients.filter((client) => client.isExtra !== true);
  const head = [0, 1].map((line) => [
    '',
    ...columns.map(({ title }) => title[line]),
    line === 0 ? 'goal of ours' : '',
  ]);
  const body = summary.map((row) => [
    `${row.id.padEnd(3)}${row.title}, ${row.unit}`,
    ...columns.map(({ id }) => {
      const { median: value, ratio } = row.clients.find((client) => client.id === id);
      if (value === undefined) return '–';
      return id === FLOOR ? absolute(value) : ratio.toFixed(2);
    }),
    row.goals.map(({ text, isMet }) => `${text} ${isMet ? 'met' : 'MISSED'}`).join(', '),
  ]);
  const widths = head[0].map((_, column) =>
    Math.max(...[...head, ...body].map((cells) => cells[column].length)),
  );
  return [...head, ...body]
    .map((cells) =>
      cells
        .map((text, column) =>
          column === 0 || column === cells.length - 1
            ? text.padEnd(widths[column])
            : text.padStart(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Below the table: the ratios of clients without a column, and why others have none. */
export function formatNotes(summary, clients) {
  const extra = clients
    .filter((client) => client.isExtra === true)
    .flatMap(({ id }) =>
      summary.flatMap((row) => {
        const cell = row.clients.find((client) => client.id === id);
        return cell.ratio === undefined ? [] : [`${row.id}: ${id} ${cell.ratio.toFixed(2)}`];
      }),
    );
  const reasons = new Map();
  for (const row of summary) {
    for (const { id, failure } of row.clients) {
      if (failure === undefined) continue;
      const reason = `${id} – ${failure}`;
      reasons.set(reason, [...(reasons.get(reason) ?? []), row.id]);
    }
  }
  return [...extra, ...[...reasons].map(([reason, ids]) => `${ids.join(', ')}: ${reason}`)];
}
