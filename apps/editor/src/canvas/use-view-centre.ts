import { useReactFlow } from '@xyflow/react';
import type { Point } from '../document/node-view-data.ts';

/** Gives the place on the mat that is in the middle of the view, where a new node is put. */
export function useViewCentre(): () => Point {
  const flow = useReactFlow();
  return () => {
    const box = document.querySelector('.mat')?.getBoundingClientRect();
    const { left = 0, top = 0, width = innerWidth, height = innerHeight } = box ?? {};
    return flow.screenToFlowPosition({ x: left + width / 2 - 140, y: top + height / 3 });
  };
}
