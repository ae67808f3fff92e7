"""The ssl application of Erlang/OTP, with its default settings."""

from matrix.server import Server

PROGRAM = """-module(server).
-export([main/1]).
main([Port, Certificate, Key]) ->
    {ok, _} = application:ensure_all_started(ssl),
    Files = [{certfile, Certificate}, {keyfile, Key}, {log_level, none}],
    {ok, Listener} = ssl:listen(list_to_integer(Port), [{ip, {127, 0, 0, 1}} | Files]),
    accept(Listener).
accept(Listener) ->
    {ok, Socket} = ssl:transport_accept(Listener),
    spawn(fun() -> ssl:handshake(Socket, 5000) end),
    accept(Listener).
"""


def servers():
    return [Server("erlang", "Erlang/OTP as it comes")]


def start(processes, servers, directory):
    (directory / "server.erl").write_text(PROGRAM)
    for one in servers:
        # A single command, so that the log is the server's and the process ends with the namespace.
        command = f'erlc "$0.erl" && exec erl -noshell -run server main {one.port} rsa.pem rsa.key'
        processes.start(one.name, ["sh", "-c", f"cd {directory} && {command}", "server"])
    return [(one.name, one.port) for one in servers]
