import { describe, expect, test } from 'vitest';
import { objectFrom } from './object-daemon.ts';

const ann = { name: 'Ann', age: 30 };
const whole = JSON.stringify(ann);
const bob = '{"name":"Bob","age":4}';

describe('an answer that can be used is taken from the first request', () => {
  test.each([
    ['valid', whole, 'parsed'],
    ['with blanks around it', `\n ${whole}\n`, 'parsed'],
    ['after thinking', `<think>An object {"name":"?"}.</think>${whole}`, 'parsed'],
    ['after thinking within the text', `Well. <think>{"age": 1</think> ${whole}`, 'repaired'],
    [
      'after thinking whose opening tag the template wrote',
      `So [a {b}.</think>\n${whole}`,
      'parsed',
    ],
    ['after thinking with another object', `Or {"age":1}?</think>Here: ${whole}`, 'repaired'],
    ['after thinking with brackets', `{"age":2} [{"age":1} or.</think>Here: ${whole}`, 'repaired'],
    ['after thinking under another tag', `<reasoning>{</reasoning>${whole}`, 'parsed'],
    ['with a trailing comma', '{"name":"Ann","age":30,}', 'repaired'],
    ['with prose around it', `Sure! Here it is: ${whole} Anything else?`, 'repaired'],
    [
      'with prose that has brackets',
      `As said in [1] for {name}: ${whole} [end of text]`,
      'repaired',
    ],
    ['said twice', `${whole}\nSo the answer is: {"age": 30, "name": "Ann"}`, 'repaired'],
    ['in a code fence', `\`\`\`json\n${whole}\n\`\`\``, 'repaired'],
    ['in a code fence within prose', `Here:\n\`\`\`\n${whole}\n\`\`\`\nBye`, 'repaired'],
    ['with single quotes', "{'name': 'Ann', 'age': 30}", 'repaired'],
    ['with names without quotes', '{name: "Ann", age: 30}', 'repaired'],
    ['with typographic quotes', '{“name”: “Ann”, “age”: 30}', 'repaired'],
    ['with remarks', '{"name": "Ann", // her name\n /* years */ "age": 30}', 'repaired'],
    ['with text without quotes', '{"name": Ann, "age": 30}', 'repaired'],
    ['with odd numbers', '{"name": "Ann", "age": 30.}', 'repaired'],
    ['without a comma', '{"name": "Ann"\n"age": 30}', 'repaired'],
    ['with a number for text', '{"name":"Ann","age":"30"}', 'coerced'],
    ['as a text of JSON', JSON.stringify(whole), 'coerced'],
  ])('%s', async (_, text, step) => {
    const { result, bodies } = await objectFrom([text]);
    expect(result).toMatchObject({ value: ann, step, requests: 1, format: 'sent' });
    expect(bodies).toHaveLength(1);
  });

  test('a conversion is told', async () => {
    const { result } = await objectFrom(['{"name":"Ann","age":"30"}']);
    expect(result?.changes).toEqual(['/age: text "30" taken as the number 30']);
  });

  test('nothing is told where nothing was converted', async () => {
    expect((await objectFrom([`Hi ${whole}`])).result?.changes).toEqual([]);
  });
});

describe('an answer that cannot be used is asked for again, once', () => {
  test.each([
    ['cut within a number', '{"name": "Ann", "age": 3', 'it ends before its JSON does'],
    ['cut within a text', '{"name": "An', 'it ends before its JSON does'],
    ['cut within a fence', '```json\n{"name": "Ann",', 'it ends before its JSON does'],
    ['cut after a whole one', `${whole} and {`, 'it ends before its JSON does'],
    ['cut within a remark', '{"name": "Ann", /* her', 'it ends before its JSON does'],
    [
      'with brackets that do not fit',
      '{"name": "Ann", "age": [30}',
      'the brackets of its JSON do not fit',
    ],
    ['with other names', '{"foo":1}', 'it does not follow the schema'],
    ['with text for a number', '{"name":"Ann","age":"thirty"}', 'it does not follow the schema'],
    ['in a list', `[${whole}]`, 'it does not follow the schema'],
    ['empty', '', 'it is empty'],
    ['blank', ' \n', 'it is empty'],
    ['only thinking', `Hm. <think>${whole}`, 'it holds no JSON'],
    ['only prose', 'Ann is thirty years old.', 'it holds no JSON'],
    ['an empty object', '{}', 'it does not follow the schema'],
    [
      'two different objects',
      `${whole} or ${bob}`,
      'it holds more than one JSON value, and they are not the same',
    ],
    [
      'one object in two',
      '{"name":"Ann"}{"age":30}',
      'it holds more than one JSON value, and they are not the same',
    ],
    ['without a value', '{"name": "Ann", "age": }', 'its JSON cannot be read'],
    ['with something left out', '{"name": "Ann", ...}', 'its JSON cannot be read'],
    [
      'with a remark that something is left out',
      '{"name": "Ann", "age": 30, // ...\n}',
      'its JSON cannot be read',
    ],
    ['with quotes in quotes', '{"name": "Ann "the" Man", "age": 30}', 'its JSON cannot be read'],
    ['with three quotes', "{'name': '''Ann''', 'age': 30}", 'its JSON cannot be read'],
    ['with a comma too many', '{"name": "Ann",, "age": 30}', 'its JSON cannot be read'],
    ['with what is no text', '{"name": NaN, "age": 30}', 'its JSON cannot be read'],
    [
      'of too many levels',
      `{"a": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
      'its JSON cannot be read',
    ],
    ['without a colon', '{"name" "Ann", "age": 30}', 'its JSON cannot be read'],
    ['with an escape that nobody knows', '{"name": "A\\x", "age": 30,}', 'its JSON cannot be read'],
  ])('%s', async (_, text, problem) => {
    const { result, bodies, told } = await objectFrom([text, bob]);
    expect(result).toMatchObject({
      value: { name: 'Bob', age: 4 },
      step: 'asked-again',
      requests: 2,
      text: bob,
    });
    expect(bodies).toHaveLength(2);
    expect(told).toContain(`cannot be used: ${problem}.`);
  });

  test.each([
    ['empty', '', ''],
    ['cut', '{"name": "Ann", "age": 3', '{"name": "Ann", "age": 3'],
    ['of another form', '{"foo":1}', '{"name":"Ann"}'],
    ['only thinking', '<think>hm</think>', '<think>hm'],
  ])('twice %s is an error that keeps both texts', async (_, first, second) => {
    const { error, bodies } = await objectFrom([first, second]);
    expect(error?.code).toBe('OBJECT_INVALID');
    const seen = (text: string) => text.replace(/<think>.*/, '');
    expect(error?.details).toMatchObject({
      partialText: seen(second),
      firstText: seen(first),
      requests: 2,
      doneReason: 'stop',
    });
    expect(error?.details['issues']).not.toEqual([]);
    expect(bodies).toHaveLength(2);
  });

  test('the error names what is wrong, and where', async () => {
    const { error } = await objectFrom(['', '{"name":7,"age":-1}']);
    expect(error?.message).toBe(
      'The answer of tiny-chat cannot be used, also when it was asked again. It does not follow the schema: /age: must be >= 0.',
    );
    expect(error?.details['issues']).toEqual([{ path: '/age', message: 'must be >= 0' }]);
    expect(error?.action).toEqual({ kind: 'retry' });
  });
});
