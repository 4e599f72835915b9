import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { addParts } from '../document/edits.ts';
import { workflowOf } from '../document/document-store.ts';
import { newNode } from '../document/place-node.ts';
import { useActiveTab } from '../tabs/tab-context.ts';
import { uploadImage } from '../widgets/upload-image.ts';
import { useWorkspace } from '../workspace.ts';
import { copySelected, deleteSelected, pasteText } from './clipboard.ts';
import { commandOf } from './key-table.ts';
import { useCommands } from './use-commands.ts';

/** These work while text is typed too; all others would take letters and their undo away from the field. */
const EVEN_IN_FIELDS = new Set([
  'run',
  'stop',
  'command',
  'next-error',
  'next-region',
  'previous-region',
  'open',
  'export',
]);

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const isInNode = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('.widgets') !== null;

/** Binds the shortcuts of the whole page, and copy, cut and paste. */
export function usePageKeys(): void {
  const { catalog, screen } = useWorkspace();
  const tab = useActiveTab();
  const commands = useCommands();
  const flow = useReactFlow();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (command === undefined || event.defaultPrevented) return;
      // What is typed into a node is in the document, which undoes it; other fields undo for themselves.
      const isUndo = command === 'undo' || command === 'redo';
      const isOurs = EVEN_IN_FIELDS.has(command) || (isUndo && isInNode(event.target));
      if (isField(event.target) && !isOurs) return;
      event.preventDefault();
      commands[command]();
    };

    const point = () => flow.screenToFlowPosition({ x: innerWidth / 2, y: innerHeight / 3 });

    const addValue = (type: string, value: unknown) => {
      const description = catalog.describe(type);
      if (tab === undefined || description === undefined) return;
      const node = newNode(workflowOf(tab.document), description, point());
      tab.document.edit('Paste', addParts([{ ...node, data: { value } }]));
      tab.document.select([node.id]);
    };

    const onCopy = (event: ClipboardEvent) => {
      if (isField(event.target) || tab === undefined || String(getSelection()) !== '') return;
      const text = copySelected(tab.document);
      if (text === undefined) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
      if (event.type === 'cut') deleteSelected(tab.document);
    };

    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target) || event.defaultPrevented || tab === undefined) return;
      const [file] = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file !== undefined) {
        uploadImage(file).then(
          (image) => addValue('nodetool.input.Image', image),
          (error: unknown) => screen.setState({ toast: { text: String(error) } }),
        );
      } else if (text !== '' && !pasteText(tab.document, text, point()))
        addValue('nodetool.input.Text', text);
      else return;
      event.preventDefault();
    };

    addEventListener('keydown', onKeyDown);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      removeEventListener('keydown', onKeyDown);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [catalog, commands, flow, screen, tab]);
}
