import { useState } from 'react';
import type { FieldProps } from './widget-props.ts';
import type { Widget } from './widget-plan.ts';

/** A number; what is no number, or out of bounds, is said and not taken. */
export function NumberField({ id, widget, value, onChange }: FieldProps) {
  const given = typeof value === 'number' ? String(value) : '';
  const [last, setLast] = useState<{ text: string; sent: unknown }>();
  // A value that came from elsewhere (undo) takes the place of what was typed.
  const typed = last !== undefined && last.sent === value ? last.text : undefined;
  const problem = typed === undefined ? undefined : problemOf(typed, widget);
  return (
    <input
      id={id}
      className="field mono"
      type="text"
      inputMode="decimal"
      value={typed ?? given}
      placeholder={
        typeof widget.fallback === 'number'
          ? String(widget.fallback)
          : widget.isRequired
            ? ''
            : 'default'
      }
      title={problem ?? boundsOf(widget)}
      aria-invalid={problem !== undefined || undefined}
      autoComplete="off"
      onBlur={() => setLast(undefined)}
      onChange={({ target }) => {
        const text = target.value;
        const isTaken = text.trim() === '' || problemOf(text, widget) === undefined;
        const sent = !isTaken ? value : text.trim() === '' ? undefined : Number(text);
        setLast({ text, sent });
        if (isTaken) onChange(sent);
      }}
    />
  );
}

function problemOf(text: string, widget: Widget): string | undefined {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) return `${text} is not a number`;
  if (widget.isInteger === true && !Number.isInteger(number)) return 'A whole number is needed';
  const { minimum = -Infinity, maximum = Infinity } = widget;
  return number < minimum || number > maximum ? boundsOf(widget) : undefined;
}

function boundsOf({ minimum, maximum }: Widget): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `From ${minimum}`;
  return maximum === undefined ? undefined : `Up to ${maximum}`;
}

/** One of a few words. */
export function ChoiceField({ id, widget, value, onChange }: FieldProps) {
  const set = value ?? widget.fallback;
  const chosen = typeof set === 'string' ? set : '';
  return (
    <select
      id={id}
      className="field"
      value={chosen}
      onChange={({ target }) =>
        onChange(target.value === widget.fallback ? undefined : target.value)
      }
    >
      {(widget.choices ?? []).map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

/** Yes or no. */
export function BooleanField({ id, widget, value, onChange }: FieldProps) {
  const isOn = Boolean(value ?? widget.fallback ?? false);
  return (
    <span className="field check">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        onChange={({ target }) =>
          onChange(target.checked === widget.fallback ? undefined : target.checked)
        }
      />
      <label htmlFor={id}>{isOn ? 'on' : 'off'}</label>
    </span>
  );
}
