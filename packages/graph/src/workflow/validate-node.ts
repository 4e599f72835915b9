import { toModelReference, modelSettingSchema } from '../models/model-reference.ts';
import type {
  ModelFactsLookup,
  NodeDeclaration,
  ResolvedPorts,
} from '../nodes/node-declaration.ts';
import type { NodeRegistry } from '../nodes/node-registry.ts';
import { acceptValue } from '../values/accept-value.ts';
import { describePath } from './parse-workflow.ts';
import { resolvePorts } from './resolve-ports.ts';
import type { WorkflowIssue } from './workflow-issue.ts';
import { nodeData } from './workflow-schema.ts';
import type { WorkflowNode } from './workflow-schema.ts';

/** What is known around the node. */
export interface NodeSurroundings {
  readonly registry: NodeRegistry;
  readonly facts: ModelFactsLookup;
  /** Names of the inputs that have a wire. */
  readonly wired: ReadonlySet<string>;
  /** Whether any wire touches the node. */
  readonly connected: boolean;
}

type Report = (
  issue: Pick<WorkflowIssue, 'code' | 'message' | 'hint'> & { readonly at: string },
) => WorkflowIssue;

/** The mistakes of one node. */
export function validateNode(
  node: WorkflowNode,
  index: number,
  around: NodeSurroundings,
): readonly WorkflowIssue[] {
  const report: Report = ({ at, ...issue }) => ({
    severity: 'error',
    path: `nodes[${index}]${at}`,
    nodeId: node.id,
    ...issue,
  });
  const declaration = around.registry.get(node.type)?.declaration;
  if (declaration === undefined) {
    const issue = report({
      code: 'NODE_TYPE_UNKNOWN',
      at: '.type',
      message: `unknown node type ${node.type}`,
    });
    // A comment or group of another tool stands alone and does no harm.
    return [around.connected ? issue : { ...issue, severity: 'warning' }];
  }
  if (node.ui_properties?.bypassed === true) return [];
  const data = nodeData(node);
  const field = node.data === undefined && node.properties !== undefined ? 'properties' : 'data';
  const ports = resolvePorts(declaration, data, around.facts);
  return [
    ...settingIssues(declaration, data, field, report),
    ...inputIssues(ports, data, field, around.wired, report),
    ...modelIssues(declaration, data, field, around, report),
    ...unusedNames(declaration, ports, data, field, report),
  ];
}

function* settingIssues(
  declaration: NodeDeclaration,
  data: Readonly<Record<string, unknown>>,
  field: string,
  report: Report,
): Generator<WorkflowIssue> {
  const names = Object.keys(declaration.props.shape).filter((name) => name in data);
  const checked = declaration.props.safeParse(
    Object.fromEntries(names.map((name) => [name, data[name]])),
  );
  for (const issue of checked.error?.issues ?? []) {
    const message = issue.message.replace(/^Invalid input: /, '');
    yield report({
      code: 'NODE_INPUT_INVALID',
      at: `.${field}.${describePath(issue.path)}`,
      message,
    });
  }
}

function* inputIssues(
  ports: ResolvedPorts,
  data: Readonly<Record<string, unknown>>,
  field: string,
  wired: ReadonlySet<string>,
  report: Report,
): Generator<WorkflowIssue> {
  for (const [name, input] of Object.entries(ports.inputs)) {
    if (wired.has(name)) continue;
    const value = data[name] ?? input.default;
    const at = `.${field}.${name}`;
    if (value === undefined || value === null || (value === '' && input.required)) {
      if (input.required) {
        yield report({
          code: 'NODE_INPUT_MISSING',
          at,
          message: 'is required: wire it or give it a value',
        });
      }
      continue;
    }
    const accepted = acceptValue(input.type, value);
    if (!accepted.ok) yield report({ code: 'NODE_INPUT_INVALID', at, message: accepted.reason });
  }
}

function* modelIssues(
  declaration: NodeDeclaration,
  data: Readonly<Record<string, unknown>>,
  field: string,
  around: NodeSurroundings,
  report: Report,
): Generator<WorkflowIssue> {
  for (const [name, { capability }] of Object.entries(declaration.models ?? {})) {
    const setting = modelSettingSchema.optional().safeParse(data[name]);
    if (!setting.success) continue;
    const provider = typeof data['provider'] === 'string' ? data['provider'] : undefined;
    const reference = toModelReference(setting.data, provider);
    const at = `.${field}.${name}`;
    // Where none is chosen, the settings or the installed models may leave one to take: only a run knows.
    if (reference === undefined) continue;
    const capabilities = around.facts(reference.provider, reference.id)?.capabilities;
    if (capabilities !== undefined && !capabilities.includes(capability)) {
      const message = `${reference.id} cannot do ${capability} (it can do ${capabilities.join(', ')})`;
      yield report({ code: 'MODEL_LACKS_CAPABILITY', at, message });
    }
  }
}

function* unusedNames(
  declaration: NodeDeclaration,
  ports: ResolvedPorts,
  data: Readonly<Record<string, unknown>>,
  field: string,
  report: Report,
): Generator<WorkflowIssue> {
  for (const name of Object.keys(data)) {
    if (name in declaration.props.shape || name in ports.inputs) continue;
    const known = [...Object.keys(ports.inputs), ...Object.keys(declaration.props.shape)].join(
      ', ',
    );
    const issue = report({
      code: 'NODE_INPUT_INVALID',
      at: `.${field}.${name}`,
      message: `${declaration.type} has no input or setting of this name`,
      hint: `It has: ${known}.`,
    });
    yield { ...issue, severity: 'warning' };
  }
}
