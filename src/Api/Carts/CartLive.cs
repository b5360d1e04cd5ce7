using System.Text;
using Omnichannel.Http;
using Omnichannel.Journal;

namespace Omnichannel.Carts;

/// <summary>A change of a cart as it goes to every device: made once, sent to all.</summary>
internal sealed record CartFrame(long Version, ReadOnlyMemory<byte> Bytes)
{
    public static CartFrame Of(EventView @event)
    {
        var flat = EventsAnswer.Flatten(@event);
        using var json = System.Text.Json.JsonDocument.Parse(flat);
        return Of(@event.Version, json.RootElement.GetProperty("type").GetString()!, flat);
    }

    public static CartFrame Of(long version, string name, string json) =>
        new(version, Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"id: {version}\nevent: {name}\ndata: {json}\n\n")));
}

/// <summary>What those who watch one cart in this process share: one question to its grain, however many they are, and the newest of its answers.</summary>
/// <remarks>Nobody has a queue of his own. A device that reads too slowly finds the frames that it missed here or, when they are too old, in the journal.</remarks>
internal sealed class CartLive(ICartGrain grain, TimeProvider clock, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly List<CartFrame> _recent = [];
    private readonly Dictionary<CartActor, int> _watchers = [];
    private TaskCompletionSource _news = New();
    private HashSet<CartActor> _refused = [];
    private long _version = -1;
    private Task? _pump;

    /// <summary>Somebody watches from now on.</summary>
    /// <param name="version">A version that the cart has reached.</param>
    public void Join(CartActor actor, long version)
    {
        lock (_gate)
        {
            _watchers[actor] = _watchers.GetValueOrDefault(actor) + 1;
            _refused.Remove(actor);
            if (_pump is not null) return;
            (_version, _pump) = (version, Task.Run(PumpAsync));
        }
    }

    /// <summary>True when nobody watches any more.</summary>
    public bool Leave(CartActor actor)
    {
        lock (_gate)
        {
            if (--_watchers[actor] == 0) _watchers.Remove(actor);
            return _watchers.Count == 0;
        }
    }

    /// <summary>What is known after a version, and what to wait for when that is nothing.</summary>
    public CartNews After(CartActor actor, long version)
    {
        lock (_gate)
        {
            if (_refused.Contains(actor)) return new(IsRefused: true, IsMissed: false, [], _news.Task);
            if (version >= _version) return new(false, false, [], _news.Task);
            var first = _recent.FindIndex(frame => frame.Version == version + 1);
            return first < 0 ? new(false, IsMissed: true, [], _news.Task) : new(false, false, [.. _recent.Skip(first)], _news.Task);
        }
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            CartActor[] actors;
            long version;
            lock (_gate)
            {
                if (_watchers.Count == 0)
                {
                    _pump = null;
                    return;
                }

                (actors, version) = ([.. _watchers.Keys.Take(Limits.CartWatchActorsMax)], _version);
            }

            try
            {
                Tell(await grain.Watch(actors, version, Limits.EventsPageMax));
            }
            catch (Exception failure)
            {
                // Those who watch keep what they have. The cart is asked again, and nothing is missed: the journal has it.
                CartLiveLog.NotWatched(log, failure);
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            }
        }
    }

    private void Tell(CartWatchReply reply)
    {
        TaskCompletionSource news;
        lock (_gate)
        {
            var isChanged = reply.Events.Events.Count > 0 || !_refused.SetEquals(reply.Refused);
            _recent.AddRange(reply.Events.Events.Select(CartFrame.Of));
            if (_recent.Count > Limits.LiveRecentEventsMax) _recent.RemoveRange(0, _recent.Count - Limits.LiveRecentEventsMax);
            (_version, _refused) = (reply.Version, [.. reply.Refused]);
            if (!isChanged) return;
            (news, _news) = (_news, New());
        }

        news.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <param name="IsMissed">The frames after the version are no longer here: read the journal.</param>
/// <param name="Next">Ends at the next change.</param>
internal sealed record CartNews(bool IsRefused, bool IsMissed, IReadOnlyList<CartFrame> Frames, Task Next);

/// <summary>The carts that are watched in this process.</summary>
public sealed class CartLives(IGrainFactory grains, TimeProvider clock, ILogger<CartLives> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CartId, CartLive> _lives = [];
    private int _watchersCount;

    internal CartLive? Join(CartId cart, CartActor actor, long version)
    {
        lock (_gate)
        {
            if (_watchersCount >= Limits.LiveWatchersMax) return null;
            _watchersCount++;
            if (!_lives.TryGetValue(cart, out var live)) _lives.Add(cart, live = new(grains.GetGrain<ICartGrain>(cart.Value), clock, log));
            live.Join(actor, version);
            return live;
        }
    }

    internal void Leave(CartId cart, CartLive live, CartActor actor)
    {
        lock (_gate)
        {
            _watchersCount--;
            if (live.Leave(actor)) _lives.Remove(cart);
        }
    }
}

internal static partial class CartLiveLog
{
    [LoggerMessage(EventId = 520, Level = LogLevel.Warning, Message = "A cart that is watched could not be asked; it is tried again")]
    public static partial void NotWatched(ILogger logger, Exception failure);
}
