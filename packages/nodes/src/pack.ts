import { implementNode } from '@nodetool-ai/graph';
import type { NodePack } from '@nodetool-ai/graph';
import { declaration as jsonPath } from './data/json-path/declare.ts';
import { run as runJsonPath } from './data/json-path/run.ts';
import { declaration as similarity } from './data/similarity/declare.ts';
import { run as runSimilarity } from './data/similarity/run.ts';
import { declaration as vision } from './image/vision/declare.ts';
import { run as runVision } from './image/vision/run.ts';
import { declaration as imageInput } from './input/image/declare.ts';
import { run as runImageInput } from './input/image/run.ts';
import { declaration as numberInput } from './input/number/declare.ts';
import { run as runNumberInput } from './input/number/run.ts';
import { declaration as textInput } from './input/text/declare.ts';
import { run as runTextInput } from './input/text/run.ts';
import { declaration as preview } from './output/preview/declare.ts';
import { run as runPreview } from './output/preview/run.ts';
import { declaration as embed } from './text/embed/declare.ts';
import { run as runEmbed } from './text/embed/run.ts';
import { declaration as generate } from './text/generate/declare.ts';
import { run as runGenerate } from './text/generate/run.ts';
import { declaration as template } from './text/template/declare.ts';
import { run as runTemplate } from './text/template/run.ts';

/** The nodes that come with NodeTool. Those that use models need the service `providers` (NodeServices). */
export const nodePack: NodePack = {
  name: '@nodetool-ai/nodes',
  version: '0.1.0',
  nodes: [
    implementNode(generate, runGenerate),
    implementNode(embed, runEmbed),
    implementNode(vision, runVision),
    implementNode(textInput, runTextInput),
    implementNode(imageInput, runImageInput),
    implementNode(numberInput, runNumberInput),
    implementNode(template, runTemplate),
    implementNode(jsonPath, runJsonPath),
    implementNode(similarity, runSimilarity),
    implementNode(preview, runPreview),
  ],
};
