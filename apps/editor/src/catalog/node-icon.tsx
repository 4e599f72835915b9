import {
  IconAbc,
  IconAlertTriangle,
  IconBraces,
  IconEye,
  IconEyeCheck,
  IconHexagon,
  IconMessage,
  IconNumber123,
  IconPhoto,
  IconTemplate,
  IconVectorBezier2,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';

const ICONS: Readonly<Record<string, Icon>> = {
  'nodetool.text.Generate': IconMessage,
  'nodetool.text.Embed': IconHexagon,
  'nodetool.text.Template': IconTemplate,
  'nodetool.image.Vision': IconEye,
  'nodetool.input.Text': IconAbc,
  'nodetool.input.Image': IconPhoto,
  'nodetool.input.Number': IconNumber123,
  'nodetool.data.JsonPath': IconBraces,
  'nodetool.data.Similarity': IconVectorBezier2,
  'nodetool.output.Preview': IconEyeCheck,
};

/** The sign of a node type; a type that is not installed has a warning sign. */
export function NodeIcon({ type, isMissing = false }: { type: string; isMissing?: boolean }) {
  const Shown = isMissing ? IconAlertTriangle : (ICONS[type] ?? IconTemplate);
  return <Shown size={16} stroke={1.5} aria-hidden="true" className="icon" />;
}
