using System.Text;
using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Feed;

/// <summary>Reads the journal for those who cannot reach the store themselves. Holds nothing.</summary>
[Reentrant]
public sealed class FeedGrain : Grain, IFeedGrain
{
    private readonly IJournal _journal;
    private readonly StoreFacts _store;
    private readonly int _shard;

    public FeedGrain(GridServices services)
    {
        (_journal, _store) = (services.Journal, services.Store);
        _shard = int.Parse(this.GetPrimaryKeyString(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task<int> ShardCount() => Task.FromResult(_journal.ShardCount);

    public Task<StoreFacts> Store() => Task.FromResult(_store);

    public async Task<FeedPage> Read(long afterPosition, int limit)
    {
        var rows = await ReadAsync(_journal, _shard, afterPosition, Math.Clamp(limit, 1, Limits.FeedPageMax));
        return new([.. rows.Select(EntryOf)], rows.Count == 0 ? afterPosition : rows[^1].Position, rows.Count < limit);
    }

    internal static FeedEntry EntryOf(FeedRow feed) => new(
        feed.Position,
        feed.Row.Entity.ToString(),
        feed.Row.ExpectedVersion,
        feed.Row.Version,
        feed.Row.At,
        Encoding.UTF8.GetString(feed.Row.Payload.Span));

    internal static async Task<IReadOnlyList<FeedRow>> ReadAsync(IJournal journal, int shard, long afterPosition, int rowsMax)
    {
        try
        {
            return await journal.ReadFromAsync(shard, afterPosition, rowsMax, CancellationToken.None);
        }
        catch (JournalUnknownException failure)
        {
            throw new GridUnavailableException(Unavailability.Busy, "The journal cannot be read now.", failure);
        }
    }
}
