using Omnichannel.Audit.History;

namespace Omnichannel.Simulation.Workload;

/// <summary>What the clients wrote down: every try before it left, and what came of it.</summary>
public sealed class SimHistory
{
    private readonly List<Operation> _operations = [];
    private readonly Dictionary<string, Answer> _coordinators = [];
    private long _seq;

    /// <summary>Tries on single SKUs and locations. A try without an answer has none in here either.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>The first final answer of every transfer and group.</summary>
    public IReadOnlyDictionary<string, Answer> Coordinators => _coordinators;

    /// <summary>Answers to one coordinator's id that do not agree.</summary>
    public List<string> Contradictions { get; } = [];

    /// <summary>Requests that clients sent to nodes. What the grains ask each other is not counted.</summary>
    public long RequestsCount { get; private set; }

    /// <summary>Gives the place of the try, for its end.</summary>
    public int Send(Ask ask, int client, int node, long at)
    {
        foreach (var part in ask.Parts) _operations.Add(new(part.Sent(client, ++_seq, node, at), null));
        _seq++;
        RequestsCount++;
        if (ask.IsOfCoordinator) return -1;
        _operations.Add(new(ask.Sent(client, _seq, node, at), null));
        return _operations.Count - 1;
    }

    public void Answer(int place, Ask ask, Answer answer, long at)
    {
        if (ask.IsOfCoordinator)
        {
            Settle(ask, answer);
            return;
        }

        var sent = _operations[place].Sent;
        var outcome = answer.Verdict == Verdict.Refused ? Outcome.Fail : Outcome.Ok;
        _operations[place] = new(sent, new(sent.Run, sent.Client, sent.Seq, outcome, null, answer.Code, answer.Version, null, at, answer.Verdict, answer.Told));
    }

    // Whoever asks under one id, and however often, is given one answer.
    private void Settle(Ask ask, Answer answer)
    {
        if (!answer.IsFinal || answer.Code == "exists-with-different-body") return;
        if (!_coordinators.TryAdd(ask.Id, answer) && (_coordinators[ask.Id].Verdict == Verdict.Refused) != (answer.Verdict == Verdict.Refused))
            Contradictions.Add($"{ask.Id} was answered {_coordinators[ask.Id]}, and then {answer}.");
    }
}
