#!/bin/sh
# An agent of the tests: does what its prompt says, `say WORDS`, `exit CODE` or `hang`.
read -r verb rest || true
case $verb in
  say)
    for word in $rest; do printf '%s ' "$word"; sleep 0.02; done
    ;;
  exit)
    echo "as you wish: $rest" >&2
    exit "$rest"
    ;;
  hang)
    # Neither it nor what it starts ends when it is asked to.
    trap '' TERM
    sleep 1000 &
    echo ready
    wait
    while :; do sleep 1000; done
    ;;
esac
