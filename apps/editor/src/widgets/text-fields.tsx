import { useState } from 'react';
import { shownText } from '../geometry/node-layout.ts';
import type { FieldProps } from './widget-props.ts';

const placeholderOf = ({ widget }: FieldProps) =>
  typeof widget.fallback === 'string' ? widget.fallback : '';

/** A short text. */
export function TextField(props: FieldProps) {
  const { id, value, onChange } = props;
  return (
    <input
      id={id}
      className="field"
      type="text"
      value={typeof value === 'string' || typeof value === 'number' ? value : ''}
      placeholder={placeholderOf(props)}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}

/** A text of several lines; it grows with the text to eight of them. */
export function LongTextField(props: FieldProps) {
  const { id, widget, value, heightPx, onChange } = props;
  return (
    <textarea
      id={id}
      className="field long"
      style={{ height: heightPx }}
      value={shownText(value, 'long-text')}
      placeholder={placeholderOf(props) || widget.description || widget.label}
      aria-label={widget.label}
      spellCheck="false"
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}

/** A list of texts, one a line. */
export function LinesField({ id, widget, value, heightPx, onChange }: FieldProps) {
  const given = shownText(value, 'lines');
  const [typed, setTyped] = useState(given);
  // Empty lines live only while they are typed; a change from elsewhere (undo) shows at once.
  const isSame = linesOf(typed).join('\n') === linesOf(given).join('\n');
  return (
    <textarea
      id={id}
      className="field long"
      style={{ height: heightPx }}
      value={isSame ? typed : given}
      placeholder={`${widget.label}, one a line`}
      aria-label={`${widget.label}, one a line`}
      spellCheck="false"
      onChange={(event) => {
        setTyped(event.target.value);
        const lines = linesOf(event.target.value);
        onChange(lines.length === 0 ? undefined : lines);
      }}
    />
  );
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

/** Any JSON, or a plain word. */
export function JsonField({ id, widget, value, heightPx, onChange }: FieldProps) {
  const given = shownText(value ?? widget.fallback, 'json');
  const [last, setLast] = useState<{ text: string; sent: unknown }>();
  // A value that came from elsewhere (undo) takes the place of what was typed.
  const typed = last !== undefined && last.sent === value ? last.text : undefined;
  const isBroken = typed !== undefined && /^\s*[[{"]/.test(typed) && parse(typed) === typed;
  return (
    <textarea
      id={id}
      className="field long mono"
      style={{ height: heightPx }}
      value={typed ?? given}
      aria-label={widget.label}
      aria-invalid={isBroken || undefined}
      spellCheck="false"
      onBlur={() => setLast(undefined)}
      onChange={({ target }) => {
        const text = target.value;
        const sent = text.trim() === '' ? undefined : parse(text);
        setLast({ text, sent });
        onChange(sent);
      }}
    />
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
