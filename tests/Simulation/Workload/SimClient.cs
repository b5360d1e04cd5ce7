using Omnichannel.Audit.History;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Nodes;

namespace Omnichannel.Simulation.Workload;

/// <summary>One client process: it fixes an intent and its id, and sends it to any node until it is answered.</summary>
public sealed class SimClient(World world, int number, SimRandom random)
{
    private const int EarlierMax = 32;
    private const int StormCopies = 3;
    private readonly List<Hold> _holds = [];
    private readonly List<Ask> _earlier = [];
    private readonly AskMix _mix = new(world, number, random);

    /// <summary>True once every intent of this client has its final answer.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What it is waiting for, for the sentence that says what is stuck.</summary>
    public Ask? Open { get; private set; }

    public async Task RunAsync()
    {
        for (var asked = 0; asked < world.Plan.AsksPerClient && !world.IsClosing; asked++)
        {
            await PauseAsync(world.Plan.ThinkMillisecondsMax);
            await AskAsync(_mix.Next(_holds, _earlier));
        }

        IsDone = true;
    }

    /// <summary>Sends an ask until there is a final answer, or the client goes away: then null, and whatever it started is left to the
    /// grid.</summary>
    public async Task<Answer?> AskAsync(Ask ask)
    {
        Open = ask;
        for (var tries = 0; ; tries++)
        {
            var copies = random.Chance(world.Plan.StormPerMille) ? StormCopies : 1;
            var answers = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => TryAsync(ask, random.Pick(world.Nodes))));
            if (answers.FirstOrDefault(answer => answer is { IsFinal: true }) is { } final)
            {
                Learn(ask, final);
                Open = null;
                return final;
            }

            if (random.Chance(world.Plan.AbandonPerMille))
            {
                Open = null;
                return null;
            }

            await PauseAsync(Math.Min(2_000, 10 << Math.Min(tries, 8)));
        }
    }

    /// <summary>One try at one node; null when there was no answer.</summary>
    public async Task<Answer?> TryAsync(Ask ask, SimNode node)
    {
        var place = world.History.Send(ask, number, node.Number, world.Now);
        var arrival = await world.Network.SendAsync(node, ask.Call, TimeSpan.FromMilliseconds(world.Plan.ClientTimeoutMilliseconds), NoteDoubled);
        world.Trace((long)arrival.Delivery);
        world.Trace((long)arrival.Reason);
        if (arrival is not { Delivery: Delivery.Answered, Reply: { } told }) return null;
        var answer = world.Distort(told);
        world.Trace(answer.Version ?? 0);
        world.History.Answer(place, ask, answer, world.Now);
        return answer;

        void NoteDoubled() => world.History.Send(ask, number, node.Number, world.Now);
    }

    private void Learn(Ask ask, Answer answer)
    {
        if (_earlier.Count < EarlierMax) _earlier.Add(ask);
        else _earlier[random.Below(EarlierMax)] = ask;
        if (ask.Kind != OperationKind.Reserve || answer.Verdict != Verdict.Done) return;
        var hold = new Hold(ask.Key, ask.Id, ask.Quantity!.Value, ask.Channel, ask.Reference);
        _holds.Add(hold);
        world.Share(hold, random);
    }

    private Task PauseAsync(int millisecondsMax) =>
        millisecondsMax == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(random.Between(0, millisecondsMax)), world.Clock);
}
