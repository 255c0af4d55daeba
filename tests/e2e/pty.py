"""Runs a command on a terminal of its own and types what it is told: an eye on prompts and echo.

usage: pty.py [--signal NAME] PROMPT=ANSWER ... -- COMMAND...
       Waits for each PROMPT, types ANSWER and a line feed; with --signal, sends that signal (or ^C, ^Z typed) at the last
       prompt instead of an answer. ^Z is followed by a continuation and the answer.
       Prints what the terminal showed, then "echo on" or "echo off", then "exit N" or "signal N".
"""
import fcntl
import os
import select
import signal
import sys
import termios
import time

arguments = sys.argv[1:]
sent = None
if arguments[0] == "--signal":
    sent = arguments[1]
    arguments = arguments[2:]
split = arguments.index("--")
script, command = [a.split("=", 1) for a in arguments[:split]], arguments[split + 1:]

master, slave = os.openpty()
told, tell = os.pipe()  # from the shell: "started PID", "stopped", "exit N", "signal N"; a line each


def shell():
    """What a shell is to job control: leads the session, starts the command, sees it stop and end."""
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(slave, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        for fd in (0, 1, 2):
            os.dup2(slave, fd)
        os.execvp(command[0], command)
    os.write(tell, b"started %d\n" % job)
    while True:
        _, how = os.waitpid(job, os.WUNTRACED)
        if os.WIFSTOPPED(how):
            os.write(tell, b"stopped\n")
        else:
            end = b"signal %d\n" % os.WTERMSIG(how) if os.WIFSIGNALED(how) else b"exit %d\n" % os.WEXITSTATUS(how)
            os.write(tell, end)
            os._exit(0)


if os.fork() == 0:
    shell()
lines = os.fdopen(told)
child = int(lines.readline().split()[1])

shown = b""


def read_until(text, seconds=60):
    global shown
    end = time.time() + seconds
    begin = len(shown)
    while text is None or text.encode() not in shown[begin:]:
        ready, _, _ = select.select([master], [], [], 0.1)
        if ready:
            try:
                shown += os.read(master, 4096)
            except OSError:
                return
        elif text is None or time.time() > end:
            return


def echoes():
    return bool(termios.tcgetattr(slave)[3] & termios.ECHO)


quiet = []
for number, (prompt, answer) in enumerate(script):
    read_until(prompt)
    quiet.append(not echoes())
    last = number == len(script) - 1
    if last and sent in ("^C", "^Z", "^\\"):
        os.write(master, {"^C": b"\x03", "^Z": b"\x1a", "^\\": b"\x1c"}[sent])
        if sent == "^Z":
            print(lines.readline().strip() + ", echo", "on" if echoes() else "off")
            os.kill(child, signal.SIGCONT)
            read_until(prompt)
            os.write(master, answer.encode() + b"\n")
    elif last and sent:
        os.kill(child, getattr(signal, sent))
    else:
        os.write(master, answer.encode() + b"\n")

status = "never ended"
end = time.time() + 60
while status == "never ended" and time.time() < end:
    read_until(None)
    if select.select([lines], [], [], 0)[0]:
        status = lines.readline().strip()
read_until(None)
print(shown.decode(errors="replace").replace("\r\n", "\n"))
print("asked without echo" if all(quiet) else "asked with echo")
print("echo", "on" if echoes() else "off")
print(status)
if status == "never ended":
    os.kill(child, signal.SIGKILL)
