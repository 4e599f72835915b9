// The peer: React Flow as its documentation shows it, with nodes of about the same parts as ours.
import { Handle, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { memo } from 'react';
import { createRoot } from 'react-dom/client';

const count = Number(new URLSearchParams(location.search).get('nodes'));

const PlainNode = memo(function PlainNodeInner({ data }) {
  return (
    <div style={{ width: 288, background: '#222' }}>
      <b>{data.title}</b>
      <Handle id="prompt" type="target" position={Position.Left} />
      <Handle id="system" type="target" position={Position.Left} style={{ top: 60 }} />
      <Handle id="text" type="source" position={Position.Right} />
      <Handle id="thinking" type="source" position={Position.Right} style={{ top: 60 }} />
      <select>
        <option>model</option>
      </select>
      <textarea defaultValue="prompt" />
      <p>output</p>
    </div>
  );
});

const nodeTypes = { plain: PlainNode };
const nodes = Array.from({ length: count }, (_, index) => ({
  id: `n${index}`,
  type: 'plain',
  position: { x: (index % 100) * 400, y: Math.floor(index / 100) * 320 },
  data: { title: 'Generate' },
}));
const edges = nodes.slice(1).map((node, index) => ({
  id: `e${index}`,
  source: `n${index}`,
  sourceHandle: 'text',
  target: node.id,
  targetHandle: 'prompt',
}));

createRoot(document.getElementById('root')).render(
  <div style={{ height: '100vh' }}>
    <ReactFlow defaultNodes={nodes} defaultEdges={edges} nodeTypes={nodeTypes} minZoom={0.1} />
  </div>,
);
