import { Cards } from './cards.js';
import { Gauge } from './gauge.js';
import { actionButton, figureList, make, say } from './make.js';
import { age, number, rate, size } from './texts.js';

/**
 * The nodes, as cards.
 *
 * @typedef {import('./live.js').NodeFigures} NodeFigures
 *
 * @param {HTMLElement} list
 * @param {import('./tints.js').Tints} tints
 * @param {import('./actions.js').Actions} actions
 */
export function nodesView(list, tints, actions) {
  return new Cards(
    list,
    (/** @type {NodeFigures} */ { node }) => node,
    (node) => nodeCard(node, tints, actions),
  );
}

/**
 * @param {NodeFigures} first
 * @param {import('./tints.js').Tints} tints
 * @param {import('./actions.js').Actions} actions
 * @returns {import('./cards.js').Card<NodeFigures>}
 */
function nodeCard({ node }, tints, actions) {
  const element = make('li', 'card node');
  tints.paint(element, node);
  const gauge = new Gauge();
  const state = make('span', 'state');
  const stateLine = make('p');
  stateLine.append(state);
  const name = make('div', 'card-name');
  const title = make('h3', 'on-node', node);
  name.append(title, stateLine);
  const head = make('div', 'card-head');
  head.append(gauge.element, name);
  const figures = figureList(['Messages', 'Loop delay', 'Processor', 'Memory']);
  const drain = actionButton('Drain', `Drain node ${node}`, () => actions.drainNode(node));
  const takeBack = actionButton('Take clients again', `Take clients again on node ${node}`, () =>
    actions.takeNodeBack(node),
  );
  const buttons = make('div', 'card-actions');
  buttons.append(drain, takeBack);
  element.append(head, figures.element, buttons);
  return {
    element,
    show: (now) => {
      const upFor = now.startedAt ? `, up ${age(now.startedAt, Date.now())}` : '';
      state.dataset.state = now.state;
      say(state, `${now.state}${upFor}`);
      gauge.show({
        cpu: now.cpu,
        heap: now.heapMaxBytes > 0 ? now.heapBytes / now.heapMaxBytes : 0,
        clients: now.connections,
      });
      figures.show([
        `${rate(now.messagesPerSecond)}/s`,
        `${number(now.loopDelayMs, 1)} ms`,
        `${number(now.cpu * 100)} %`,
        `${size(now.heapBytes)} of ${size(now.heapMaxBytes)}`,
      ]);
      drain.hidden = now.state !== 'ready';
      takeBack.hidden = now.state !== 'draining';
    },
  };
}
