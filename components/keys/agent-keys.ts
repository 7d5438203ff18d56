import { type Binding, bind } from './binding.ts';

/** What is done with the screen of one agent. */
export type AgentAction =
  | 'open-agent'
  | 'agent-scroll'
  | 'agent-fold'
  | 'agent-part'
  | 'agent-neighbour'
  | 'agent-copy'
  | 'agent-raw'
  | 'agent-pager'
  | 'agent-editor';

/** Rows, pages, or to an end. */
export type Scroll = number | 'page-up' | 'page-down' | 'first' | 'last';

/** The keys that scroll, and how far. */
export const agentScrolls: Readonly<Record<string, Scroll>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  g: 'first',
  home: 'first',
  G: 'last',
  end: 'last',
  pageup: 'page-up',
  pagedown: 'page-down',
};

export const agentKeys: readonly Binding<AgentAction>[] = [
  {
    place: 'agent',
    keys: Object.keys(agentScrolls),
    label: 'arrows jk',
    action: 'agent-scroll',
    byKey: true,
    does: 'scroll · g to the start · G follow the end',
  },
  bind('agent', ['enter', ' '], 'agent-fold', 'unfold a long message, or fold it', 'unfold'),
  {
    place: 'agent',
    keys: ['tab', 'shift+tab'],
    action: 'agent-part',
    byKey: true,
    does: 'to the next part, or the one before',
  },
  {
    place: 'agent',
    keys: ['[', ']', 'left', 'right'],
    label: '[ ] ← →',
    action: 'agent-neighbour',
    byKey: true,
    does: 'agent before and after, or of the marked',
    footer: 'agents',
  },
  bind('agent', 'y', 'agent-copy', 'copy the answer, or the curl command', 'copy'),
  bind('agent', 'i', 'agent-raw', 'its call as a curl command, and the reply', 'raw'),
  bind('agent', 'o', 'agent-pager', 'read it in $PAGER', 'pager'),
  bind('agent', 'O', 'agent-editor', 'open it in $EDITOR'),
];
