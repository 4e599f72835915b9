/** Every way of writing a call of a tool that is understood in a text. */
export const textToolForms = [
  /** `name(key='value')` alone on its line. */
  'python',
  /** `[first(key='value'), second()]` */
  'python-list',
  /** The same in a fence. */
  'python-fence',
  /** `{"name":…,"arguments":{…}}` alone on its lines. */
  'json',
  /** `[{"name":…,"arguments":{…}}]` */
  'json-list',
  /** `{"tool_calls":[…]}` */
  'json-tool-calls',
  /** `{"function":{"name":…,"arguments":"…"}}` */
  'json-function',
  /** Any of them in a fence. */
  'json-fence',
  /** `<tool_call>{"name":…,"arguments":{…}}</tool_call>` */
  'tag-json',
  /** `<tool_call>name(key='value')</tool_call>` */
  'tag-python',
  /** `<tool_call>` around lines `name: …` and `arguments:`. */
  'tag-yaml',
  /** `<function=name><parameter=key>value</parameter></function>` */
  'tag-function',
  /** Lines `name: …` and `arguments:` in a fence. */
  'yaml-fence',
  /** `<|channel|>commentary to=functions.name<|message|>{…}<|call|>` */
  'harmony',
  /** `[TOOL_CALLS][{…}]` */
  'mistral',
  /** `<|python_tag|>name.call(key='value')` */
  'llama-python',
  /** `<|python_tag|>{"name":…,"parameters":{…}}` */
  'llama-json',
] as const;

/** A way of writing a call of a tool. */
export type TextToolForm = (typeof textToolForms)[number];

/** A call that was found, before its place in the text is known. */
export interface FoundCall {
  readonly name: string;
  /** As the model wrote them: neither converted nor checked by the tool's schema. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly form: TextToolForm;
}

/** A call that a model wrote into its text. */
export interface TextToolCall extends FoundCall {
  /**
   * The part of the text that is the call, with its tags and fences, in UTF-16 units: from `start` up to but not with
   * `end`. Calls of one list share it.
   */
  readonly start: number;
  readonly end: number;
}

/** What a text of a model holds. */
export interface ParsedToolText {
  readonly calls: readonly TextToolCall[];
  /** What is left to show: without the calls and the blank lines around them. */
  readonly text: string;
  /** The form of the first call. */
  readonly form?: TextToolForm;
}
