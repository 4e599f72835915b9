import { beforeEach, describe, expect, test } from 'vitest';
import { createDocument, workflowOf } from '../../src/document/document-store.ts';
import type { DocumentStore, SaveState } from '../../src/document/document-store.ts';
import { addParts, removeParts, renameWorkflow } from '../../src/document/edits.ts';
import { idsOf, plainNode, wire, workflowWith } from './small-workflows.ts';

const row = workflowWith(
  ['a', 'b', 'c'].map((id) => plainNode(id)),
  [wire('a.o to b.i'), wire('b.o to c.i')],
);
const NONE: ReadonlySet<string> = new Set();
const CONFLICT: SaveState = { kind: 'conflict' };

let document: DocumentStore;
beforeEach(() => {
  document = createDocument(row, 'revision 1');
});

const selection = () => {
  const { selectedNodes, selectedEdges } = document.getState();
  return { nodes: [...selectedNodes], edges: [...selectedEdges] };
};
const saveState = () => document.getState().saveState;

describe('an opened workflow', () => {
  test('is saved, has no way back, and nothing is selected', () => {
    expect(workflowOf(document)).toBe(row);
    expect(document.getState()).toMatchObject({
      history: { past: [], future: [] },
      revision: 'revision 1',
      saveState: { kind: 'saved' },
    });
    expect(selection()).toEqual({ nodes: [], edges: [] });
  });

  test('has an id for every wire, also when another is loaded into it', () => {
    const { id: _, ...nameless } = wire('a.o to b.i');
    const strange = workflowWith(row.graph.nodes, [nameless]);
    expect(idsOf(workflowOf(createDocument(strange, null))).edges).toEqual(['edge-0']);
    document.load(strange, 'revision 2');
    expect(idsOf(workflowOf(document)).edges).toEqual(['edge-0']);
  });
});

describe('an edit', () => {
  test('changes the workflow, is not saved yet, and can be taken back', () => {
    document.edit('Rename', renameWorkflow('New'));
    expect(workflowOf(document).name).toBe('New');
    expect(saveState()).toEqual({ kind: 'unsaved' });
    document.undo();
    expect(workflowOf(document)).toBe(row);
    document.redo();
    expect(workflowOf(document).name).toBe('New');
  });

  test('with the key of the one before is the same step', () => {
    document.edit('Rename', renameWorkflow('N'), 'name');
    document.edit('Rename', renameWorkflow('Ne'), 'name');
    document.undo();
    expect(workflowOf(document)).toBe(row);
  });

  test('that changes nothing tells nobody and leaves it saved', () => {
    let told = 0;
    document.subscribe(() => {
      told += 1;
    });
    document.edit('Nothing', (workflow) => workflow);
    document.undo();
    document.redo();
    expect(told).toBe(0);
    expect(saveState()).toEqual({ kind: 'saved' });
  });

  test('taken back is not saved either: what is stored is another', () => {
    document.edit('Rename', renameWorkflow('New'));
    document.setSaved({ kind: 'saved' }, 'revision 2');
    document.undo();
    expect(saveState()).toEqual({ kind: 'unsaved' });
  });
});

describe('a conflict', () => {
  test('stays while the person goes on typing, back and forth too', () => {
    document.edit('Rename', renameWorkflow('New'));
    document.setSaved(CONFLICT);
    document.edit('Rename', renameWorkflow('Newer'));
    expect(saveState()).toEqual(CONFLICT);
    document.undo();
    expect(saveState()).toEqual(CONFLICT);
    document.redo();
    expect(saveState()).toEqual(CONFLICT);
  });

  test('ends when it is decided', () => {
    document.setSaved(CONFLICT);
    document.setSaved({ kind: 'saved' }, 'revision 3');
    expect(document.getState()).toMatchObject({
      saveState: { kind: 'saved' },
      revision: 'revision 3',
    });
    document.setSaved(CONFLICT);
    document.load(row, 'revision 4');
    expect(saveState()).toEqual({ kind: 'saved' });
  });

  test('is not what a failed save is: typing tries again', () => {
    document.setSaved({ kind: 'failed', message: 'The disk is full.', isKept: true });
    document.edit('Rename', renameWorkflow('New'));
    expect(saveState()).toEqual({ kind: 'unsaved' });
  });
});

describe('the selection', () => {
  test('loses deleted nodes and keeps the others', () => {
    document.select(['a', 'b']);
    document.edit('Delete', removeParts(new Set(['b']), NONE));
    expect(selection().nodes).toEqual(['a']);
  });

  test('loses deleted wires, also those that went with their node', () => {
    document.select([], ['a.o to b.i', 'b.o to c.i']);
    document.edit('Delete', removeParts(NONE, new Set(['a.o to b.i'])));
    expect(selection().edges).toEqual(['b.o to c.i']);
    document.edit('Delete', removeParts(new Set(['c']), NONE));
    expect(selection().edges).toEqual([]);
  });

  test('loses what is taken back', () => {
    document.edit('Add', addParts([plainNode('d')]));
    document.select(['c', 'd']);
    document.undo();
    expect(selection().nodes).toEqual(['c']);
  });

  test('stays the same objects when all of it is still there', () => {
    document.select(['a'], ['b.o to c.i']);
    const { selectedNodes, selectedEdges } = document.getState();
    document.edit('Rename', renameWorkflow('New'));
    expect(document.getState().selectedNodes).toBe(selectedNodes);
    expect(document.getState().selectedEdges).toBe(selectedEdges);
  });

  test('of nodes alone takes that of the wires away, and is no edit', () => {
    document.select(['a'], ['a.o to b.i']);
    document.select(['b']);
    expect(selection()).toEqual({ nodes: ['b'], edges: [] });
    expect(saveState()).toEqual({ kind: 'saved' });
    expect(document.getState().history.past).toEqual([]);
  });
});

describe('saving', () => {
  test('keeps the revision when none is told', () => {
    document.setSaved({ kind: 'saving' });
    expect(document.getState().revision).toBe('revision 1');
    document.setSaved({ kind: 'unsaved' }, null);
    expect(document.getState().revision).toBeNull();
  });
});

describe('loading', () => {
  test('begins the history and the selection anew', () => {
    document.edit('Rename', renameWorkflow('New'));
    document.select(['a'], ['a.o to b.i']);
    const other = workflowWith([plainNode('z')]);
    document.load(other, 'revision 9');
    expect(workflowOf(document)).toBe(other);
    expect(document.getState().history).toMatchObject({ past: [], future: [] });
    expect(document.getState().revision).toBe('revision 9');
    expect(selection()).toEqual({ nodes: [], edges: [] });
  });
});
