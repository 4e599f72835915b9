import { nodeData } from '@nodetool-ai/graph';
import type { WorkflowNode } from '@nodetool-ai/graph';
import { setData, setView } from '../document/edits.ts';
import { isExpanded } from '../document/node-view-data.ts';
import type { NodeLayout } from '../geometry/node-layout.ts';
import { ModelField } from '../models/model-field.tsx';
import { useTab } from '../tabs/tab-context.ts';
import { ImageField } from './image-field.tsx';
import { BooleanField, ChoiceField, NumberField } from './simple-fields.tsx';
import { JsonField, LinesField, LongTextField, TextField } from './text-fields.tsx';
import type { WidgetKind } from './widget-plan.ts';
import type { FieldProps } from './widget-props.ts';

const FIELDS: Readonly<Record<WidgetKind, (props: FieldProps) => React.ReactNode>> = {
  model: ModelField,
  text: TextField,
  'long-text': LongTextField,
  number: NumberField,
  choice: ChoiceField,
  boolean: BooleanField,
  image: ImageField,
  lines: LinesField,
  json: JsonField,
};

const HAS_LABEL: ReadonlySet<WidgetKind> = new Set([
  'model',
  'text',
  'number',
  'choice',
  'boolean',
]);

/** What is shown of a node's values. */
export interface NodeWidgetsProps {
  readonly node: WorkflowNode;
  readonly layout: NodeLayout;
  /** Makes ids of fields unique where a node is shown twice: on the mat and in the outline. */
  readonly place: string;
}

/** The values of a node, to be changed where they are. */
export function NodeWidgets({ node, layout, place }: NodeWidgetsProps) {
  const { document } = useTab();
  if (layout.widgets.length === 0 && !layout.canFold) return null;
  const data = nodeData(node);
  return (
    <div className="widgets nodrag nopan nowheel">
      {layout.widgets.map(({ widget, heightPx }) => {
        const Field = FIELDS[widget.kind];
        const id = `${place}-${node.id}-${widget.name}`;
        const field = (
          <Field
            id={id}
            nodeId={node.id}
            widget={widget}
            value={data[widget.name]}
            heightPx={heightPx}
            onChange={(value) =>
              document.edit(
                `Change ${widget.label.toLowerCase()}`,
                setData(node.id, { [widget.name]: value }),
                `${node.id} ${widget.name}`,
              )
            }
          />
        );
        return HAS_LABEL.has(widget.kind) ? (
          <div className="labelled" key={widget.name} title={widget.description}>
            <label className="cut" htmlFor={id}>
              {widget.label}
            </label>
            {field}
          </div>
        ) : (
          <div key={widget.name} title={widget.description}>
            {field}
          </div>
        );
      })}
      {layout.canFold && (
        <button
          type="button"
          className="fold-button"
          aria-expanded={isExpanded(node)}
          onClick={() =>
            document.edit(
              isExpanded(node) ? 'Fold settings' : 'Unfold settings',
              setView(new Set([node.id]), { expanded: isExpanded(node) ? undefined : true }),
            )
          }
        >
          {isExpanded(node)
            ? 'Fewer settings'
            : `${layout.foldedCount} more ${layout.foldedCount === 1 ? 'setting' : 'settings'}`}
        </button>
      )}
    </div>
  );
}
