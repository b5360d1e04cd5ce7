using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Network;
using Omnichannel.Simulation.Nodes;

namespace Omnichannel.Simulation.Shop;

/// <summary>One device: it fixes an intent and its id, and sends it to any node until it is answered.</summary>
public sealed class ShopClient
{
    private const int StormCopies = 3;
    private readonly ShopWorld _world;
    private readonly SimRandom _random;
    private readonly ShopMix _mix;

    public ShopClient(ShopWorld world, int number, SimRandom random) =>
        (_world, _random, _mix) = (world, random, new(world, number, random, new(world, number, world.TextsRandom.Fork())));

    /// <summary>True once every intent of this client has its final answer.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What it is waiting for, for the sentence that says what is stuck.</summary>
    public ShopAsk? Open { get; private set; }

    public async Task RunAsync()
    {
        for (var asked = 0; asked < _world.Plan.AsksPerClient && !_world.IsClosing; asked++)
        {
            await PauseAsync(_world.Plan.ThinkMillisecondsMax);
            await AskAsync(_mix.Next());
        }

        IsDone = true;
    }

    /// <summary>Sends an ask until there is a final answer, or the client goes away: then null, and whatever it started is left to the grid.</summary>
    public async Task<ShopAnswer?> AskAsync(ShopAsk ask)
    {
        Open = ask;
        ShopAnswer? final = null;
        for (var tries = 0; final is null; tries++)
        {
            // A double click, or two devices at once.
            var copies = _random.Chance(_world.Plan.StormPerMille) ? StormCopies : 1;
            var answers = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => TryAsync(ask, _random.Pick(_world.Grid.Nodes))));
            final = answers.FirstOrDefault(static answer => answer is { IsFinal: true });
            if (final is not null) _world.Remember(ask, _random);
            else if (_random.Chance(_world.Plan.AbandonPerMille)) break;
            else await PauseAsync(Math.Min(2_000, 10 << Math.Min(tries, 8)));
        }

        Open = null;
        return final;
    }

    public async Task<ShopAnswer?> TryAsync(ShopAsk ask, SimNode node)
    {
        _world.History.RequestsCount++;
        var arrival = await _world.Grid.Network.SendAsync(node, ask.Call, TimeSpan.FromMilliseconds(_world.Plan.ClientTimeoutMilliseconds), () => _world.History.RequestsCount++);
        _world.Grid.Scheduler.Trace.Add((long)arrival.Delivery);
        if (arrival is not { Delivery: Delivery.Answered, Reply: { } answer }) return null;
        _world.Grid.Scheduler.Trace.Add(answer.Code);
        _world.History.Add(ask, answer);
        return answer;
    }

    private Task PauseAsync(int millisecondsMax) =>
        millisecondsMax == 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(_random.Between(0, millisecondsMax)), _world.Grid.Clock);
}
