import { modelSettingSchema, nodeData, toModelReference } from '@nodetool-ai/graph';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { setData } from '../document/edits.ts';
import { isModelNamed } from '../engine/engine-store.ts';
import { useDocument, useTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';
import type { FieldProps } from '../widgets/widget-props.ts';
import { ModelPicker } from './model-picker.tsx';

/** The chosen model, and the way to another one. A model that is not installed stays and is said to be missing. */
export function ModelField({ id, nodeId, widget }: FieldProps) {
  const { engine, catalog } = useWorkspace();
  const { document } = useTab();
  const node = useDocument((state) =>
    state.history.present.graph.nodes.find((candidate) => candidate.id === nodeId),
  );
  const models = useStore(engine, (state) => state.report?.models);
  const [isOpen, setOpen] = useState(false);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  if (node === undefined) return null;
  const data = nodeData(node);
  const setting = modelSettingSchema.safeParse(data[widget.name]);
  const provider = typeof data['provider'] === 'string' ? data['provider'] : undefined;
  const chosen = toModelReference(setting.data, provider);
  const isMissing =
    chosen !== undefined &&
    models !== undefined &&
    !models.some((model) => isModelNamed(model, chosen.id));
  const description = catalog.describe(node.type);
  const capability = description?.models?.[widget.name]?.capability ?? 'completion';

  const choose = (newProvider: string, model: string) => {
    const old = setting.data;
    const values =
      typeof old === 'object'
        ? { [widget.name]: { ...old, provider: newProvider, id: model, name: model } }
        : { [widget.name]: model, provider: newProvider };
    document.edit('Choose a model', setData(nodeId, values));
  };

  return (
    <>
      <button
        ref={setButton}
        id={id}
        type="button"
        className="field model-field"
        data-missing={isMissing || undefined}
        data-empty={chosen === undefined || undefined}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={isMissing ? `${chosen.id} is not installed` : chosen?.id}
        onClick={() => setOpen(true)}
      >
        <span className="cut mono">{chosen?.id ?? 'Choose a model'}</span>
        {isMissing && <span className="missing">not installed</span>}
        <IconChevronDown size={14} stroke={1.5} aria-hidden="true" />
      </button>
      {isOpen && (
        <ModelPicker
          anchor={button}
          capability={capability}
          nodeTitle={description?.title ?? node.type}
          chosen={chosen?.id}
          onChoose={choose}
          onClose={() => {
            setOpen(false);
            button?.focus();
          }}
        />
      )}
    </>
  );
}
