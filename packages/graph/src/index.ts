export { DEFAULT_SERVER_PORT } from './api/api-types.ts';
export type {
  EngineReport,
  EngineState,
  ErrorAnswer,
  NodesReport,
  PullReport,
  PortsReport,
  RunState,
  RunSummary,
  SessionReport,
  SettingsReport,
  StarterInstallReport,
  StarterPart,
  StarterReport,
  StoredWorkflow,
  ValidationReport,
  WorkflowSummary,
} from './api/api-types.ts';
export { ERROR_CATALOGUE, ERROR_CODES } from './errors/error-catalogue.ts';
export type { CatalogueEntry, ErrorCode } from './errors/error-catalogue.ts';
export { isNodetoolError, NodetoolError } from './errors/nodetool-error.ts';
export type { ErrorAction, NodetoolErrorOptions } from './errors/nodetool-error.ts';
export { errorShape, fromErrorShape, toErrorShape, toNodetoolError } from './errors/error-shape.ts';
export type { ErrorShape } from './errors/error-shape.ts';
export {
  endStatusSchema,
  eventValueSchema,
  runEventSchema,
  usageSchema,
} from './events/run-event.ts';
export type { EndStatus, EventValue, RunEvent, RunEventOf } from './events/run-event.ts';
export { modelCapabilitySchema, modelFactsSchema, triStateSchema } from './models/model-facts.ts';
export type { ModelCapability, ModelFacts, TriState } from './models/model-facts.ts';
export {
  DEFAULT_PROVIDER,
  modelSettingSchema,
  toModelReference,
} from './models/model-reference.ts';
export type { ModelReference, ModelSetting } from './models/model-reference.ts';
export { defineNode, implementNode } from './nodes/define-node.ts';
export { describeNode } from './nodes/describe-node.ts';
export type { NodeDescription } from './nodes/describe-node.ts';
export type { NodeContext, NodeContextWith, NodeNeed } from './nodes/node-context.ts';
export type {
  InputDeclaration,
  InputsOf,
  ModelFactsLookup,
  ModelRequirement,
  NodeDeclaration,
  NodeImplementation,
  NodeRun,
  PortDeclaration,
  PortMode,
  PropsOf,
  ResolvedPorts,
} from './nodes/node-declaration.ts';
export { createNodeRegistry } from './nodes/node-registry.ts';
export type { NodePack, NodeRegistry } from './nodes/node-registry.ts';
export type { NodeUsage, NodeYield, WaitPhase } from './nodes/node-yield.ts';
export type { PortValue } from './nodes/port-value.ts';
export { checkWire } from './ports/check-wire.ts';
export { checkCompatibility } from './ports/compatibility.ts';
export type { Compatibility } from './ports/compatibility.ts';
export { describePortType } from './ports/describe-port-type.ts';
export { port, portTypeSchema } from './ports/port-type.ts';
export type { EmbeddingFacts, PortKind, PortType } from './ports/port-type.ts';
export { acceptValue, describeValue } from './values/accept-value.ts';
export type { Accepted } from './values/accept-value.ts';
export { definedFields } from './values/defined-fields.ts';
export type { DefinedFields } from './values/defined-fields.ts';
export { imageTypeOf } from './values/image-type.ts';
export { isRecord } from './values/is-record.ts';
export { assetReferenceSchema } from './values/asset-reference.ts';
export type { AssetReference, AssetStore } from './values/asset-reference.ts';
export { describePath, parseWorkflow, readWorkflow } from './workflow/parse-workflow.ts';
export { noModelFacts, resolvePorts } from './workflow/resolve-ports.ts';
export { serializeWorkflow } from './workflow/serialize-workflow.ts';
export { topologicalOrder } from './workflow/topological-order.ts';
export type { Link, TopologicalOrder } from './workflow/topological-order.ts';
export { validateWorkflow } from './workflow/validate-workflow.ts';
export type { WorkflowIssue } from './workflow/workflow-issue.ts';
export { applyParameters, workflowParameters } from './workflow/workflow-parameters.ts';
export type { WorkflowParameter } from './workflow/workflow-parameters.ts';
export {
  edgeId,
  nodeData,
  WORKFLOW_FORMAT_VERSION,
  workflowEdgeSchema,
  workflowNodeSchema,
  workflowSchema,
} from './workflow/workflow-schema.ts';
export type { Workflow, WorkflowEdge, WorkflowNode } from './workflow/workflow-schema.ts';
