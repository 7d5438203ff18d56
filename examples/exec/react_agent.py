"""A ReAct agent: it thinks, acts, looks at what that gave, and goes on until it knows the answer.

It reads a question on stdin and writes JSON, one value a line:
{"thought": ...}, {"action": ..., "input": ...}, {"observation": ...}, and at the end
{"answer": ..., "usage": {"input": ..., "output": ...}} or {"error": ...}.

With OPENAI_BASE_URL (and MODEL, and OPENAI_API_KEY where one is wanted) a model of that server thinks;
without, a few lines of this file do, so that the example runs anywhere. No packages are needed.
"""

import ast
import json
import operator
import os
import re
import sys
import urllib.error
import urllib.request

MOST_STEPS = 6
RULES = """Answer the question in steps. In each step write one of these two, and nothing else:
Thought: what you need to know next
Action: calculate[an expression of numbers with + - * / and parentheses]
or, as soon as you know it:
Thought: why you know it
Answer: the answer, in one sentence
After an action you are told what it gave."""

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def calculate(expression):
    """The one tool. Nothing but arithmetic is done, whatever a model writes."""

    def value(node):
        if isinstance(node, ast.Expression):
            return value(node.body)
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return node.value
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](value(node.operand))
        raise ValueError("only numbers, + - * / and parentheses")

    try:
        result = value(ast.parse(expression, mode="eval"))
        return str(int(result) if result == int(result) else result)
    except (SyntaxError, ValueError, ArithmeticError) as error:
        return f"error: {error}"


def ask_server(base_url, messages):
    """One call of Chat Completions: the text, tokens in, tokens out."""
    headers = {"content-type": "application/json"}
    if os.environ.get("OPENAI_API_KEY"):
        headers["authorization"] = "Bearer " + os.environ["OPENAI_API_KEY"]
    body = {"model": os.environ.get("MODEL", "default"), "messages": messages}
    request = urllib.request.Request(
        base_url.rstrip("/") + "/chat/completions", json.dumps(body).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=300) as reply:
        answer = json.load(reply)
    usage = answer.get("usage") or {}
    text = answer["choices"][0]["message"]["content"] or ""
    return text, usage.get("prompt_tokens", 0), usage.get("completion_tokens", 0)


def play(messages):
    """In place of a model: calculates what looks like a sum, and repeats what that gave."""
    last = messages[-1]["content"]
    if last.startswith("Observation: "):
        text = f"Thought: The tool has worked it out.\nAnswer: It is {last[13:]}."
    else:
        sums = re.findall(r"[\d(][\d\s.()*/+-]*[\d)]", last)
        longest = max(sums, key=len, default="0").strip()
        text = f"Thought: I have to work out {longest}.\nAction: calculate[{longest}]"
    return text, sum(len(m["content"]) for m in messages) // 4, len(text) // 4


def main():
    base_url = os.environ.get("OPENAI_BASE_URL")
    messages = [
        {"role": "system", "content": RULES},
        {"role": "user", "content": sys.stdin.read()},
    ]
    tokens_in = tokens_out = 0
    for _ in range(MOST_STEPS):
        text, read, written = ask_server(base_url, messages) if base_url else play(messages)
        tokens_in += read
        tokens_out += written
        thought = re.search(r"Thought: *(.+)", text)
        action = re.search(r"Action: *calculate\[(.+?)\]", text)
        answer = re.search(r"Answer: *(.+)", text, re.DOTALL)
        say(thought=(thought.group(1) if thought else text.strip()) + "\n")
        if answer and not action:
            usage = {"input": tokens_in, "output": tokens_out}
            return say(answer=answer.group(1).strip(), usage=usage)
        messages.append({"role": "assistant", "content": text})
        if action:
            say(action="calculate", input=action.group(1))
            observation = calculate(action.group(1))
            say(observation=observation)
        else:
            observation = "that was neither an action nor an answer"
        messages.append({"role": "user", "content": f"Observation: {observation}"})
    say(error=f"no answer within {MOST_STEPS} steps")
    sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except urllib.error.HTTPError as error:
        print(f"the server says {error.code}: {error.read().decode(errors='replace')[:300]}", file=sys.stderr)
        # 75 is "try again later" (sysexits.h): swarmdeck takes it for an overload.
        sys.exit(75 if error.code in (429, 503) else 1)
    except OSError as error:
        print(f"the server cannot be reached: {error}", file=sys.stderr)
        sys.exit(69)
