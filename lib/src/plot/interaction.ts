/**
 * What a reader can do with a chart of points, and how the marks answer.
 *
 * A notebook is scrolled with the wheel, so a chart takes the wheel only while Ctrl or Cmd is held; browsers report the
 * two-finger pinch of a touchpad as exactly that.
 */
const WHEEL = 'wheel![event.ctrlKey || event.metaKey]';

/** How visible a mark is whose label is not selected. */
const FADED = 0.06;

/** Drag moves the chart, Ctrl + wheel or a pinch zooms, a double click shows everything again. */
export const zoom: object = {
  name: 'zoom',
  select: { type: 'interval', zoom: WHEEL },
  bind: 'scales',
};

/** {@link zoom} for a chart where dragging draws a {@link brush}: moving needs Shift. */
export const zoomBesideBrush: object = {
  name: 'zoom',
  select: {
    type: 'interval',
    zoom: WHEEL,
    translate: '[mousedown[event.shiftKey], window:mouseup] > window:mousemove!',
  },
  bind: 'scales',
};

/** Drag draws a rectangle, which can be moved; a double click removes it. */
export const brush: object = {
  name: 'brush',
  select: {
    type: 'interval',
    on: '[mousedown[!event.shiftKey], window:mouseup] > window:mousemove!',
    zoom: false,
  },
};

/** A click on an entry of the legend leaves only its label, Shift adds another, a double click brings back all. */
export const legendFilter: object = {
  name: 'legend',
  select: { type: 'point', fields: ['label'] },
  bind: 'legend',
};

/** Opacity of a mark: `visible` while the parameter selects its label or selects nothing, else nearly none. */
export function fadeUnless(param: string, visible: number): object {
  return { condition: { param, value: visible }, value: FADED };
}

/** Parameters and opacity of a chart of points, with a legend or without. */
export function pointInteraction(
  labelled: boolean,
  opacity: number,
): { readonly params: readonly object[]; readonly opacity: object } {
  if (!labelled) return { params: [zoom], opacity: { value: opacity } };
  return { params: [zoom, legendFilter], opacity: fadeUnless('legend', opacity) };
}
