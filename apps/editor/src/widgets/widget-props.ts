import type { Widget } from './widget-plan.ts';

/** What every field gets. */
export interface FieldProps {
  readonly id: string;
  readonly nodeId: string;
  readonly widget: Widget;
  /** What is set, or undefined. */
  readonly value: unknown;
  readonly heightPx: number;
  /** Sets the value; `undefined` takes it away, so that the default holds. */
  readonly onChange: (value: unknown) => void;
}
