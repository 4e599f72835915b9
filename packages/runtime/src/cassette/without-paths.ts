import { isRecord } from '@nodetool-ai/graph';
import { z } from 'zod';
import type { PlainValue } from './plain-value.ts';

/**
 * Gives a value in which every address that stands in a field `url`, and the given one, is only its origin, also where
 * it stands in other texts: a path may hold a secret of a proxy.
 */
export function withoutPaths(value: PlainValue, url?: string): PlainValue {
  let text = JSON.stringify(value);
  const urls = [...(url === undefined ? [] : [url]), ...urlsOf(value)];
  // A longer one may begin with a shorter one.
  for (const given of urls.toSorted((left, right) => right.length - left.length))
    if (URL.canParse(given)) text = text.replaceAll(given, new URL(given).origin);
  return z.json().parse(JSON.parse(text));
}

function urlsOf(value: PlainValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(urlsOf);
  if (!isRecord(value)) return [];
  const { url } = value;
  return [...(typeof url === 'string' ? [url] : []), ...Object.values(value).flatMap(urlsOf)];
}
