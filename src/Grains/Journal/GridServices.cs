using Microsoft.Extensions.Logging;
using Omnichannel.Feed;

namespace Omnichannel.Journal;

/// <summary>What every grain that owns journalled state is given.</summary>
public sealed record GridServices(IJournal Journal, TimeProvider Clock, ILoggerFactory Loggers)
{
    /// <summary>Where secrets come from. The simulator gives a seeded one.</summary>
    public IRandomSource Random { get; init; } = SystemRandom.Instance;

    /// <summary>What whoever asks is told about the journal.</summary>
    public StoreFacts Store { get; init; } = new("Memory", "none", "memory");

    /// <summary>A snapshot is taken after so many events, or more when it would be larger. The simulator takes them oftener.</summary>
    public int SnapshotEveryEventsMin { get; init; } = Limits.SnapshotEveryEventsMin;

    /// <summary>A snapshot of so many entries is kept apart from its append. The simulator does so with smaller ones.</summary>
    public int SnapshotApartEntriesMin { get; init; } = Limits.SnapshotApartEntriesMin;
}
