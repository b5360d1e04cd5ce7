using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Omnichannel.Storage;

internal sealed class JournalMetrics : IDisposable
{
    private readonly Meter _meter = new("Omnichannel");
    private readonly KeyValuePair<string, object?> _store;
    private readonly Histogram<double> _flushDuration;
    private readonly Histogram<long> _flushSize;
    private readonly Histogram<double> _snapshotDuration;

    public JournalMetrics(string store, JournalQueue queue)
    {
        _store = new("store", store);
        _flushDuration = _meter.CreateHistogram<double>(
            "omnichannel.journal.flush.duration",
            "s",
            "How long one transaction of the journal took.");
        _flushSize = _meter.CreateHistogram<long>(
            "omnichannel.journal.flush.size",
            "{row}",
            "Rows in one transaction of the journal: one per entity.");
        _snapshotDuration = _meter.CreateHistogram<double>(
            "omnichannel.journal.snapshot.duration",
            "s",
            "How long it took to encode and write one large snapshot, apart from its append.");
        _meter.CreateObservableGauge(
            "omnichannel.journal.queue.length",
            () => new Measurement<int>(queue.EntriesCount, _store),
            "{append}",
            "Appends that wait for their answer.");
    }

    public static long Now => Stopwatch.GetTimestamp();

    public void Flushed(int shard, int rowsCount, long startedAt, string outcome)
    {
        var shardTag = new KeyValuePair<string, object?>("shard", shard);
        _flushDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, _store, shardTag, new("outcome", outcome));
        _flushSize.Record(rowsCount, _store, shardTag);
    }

    public void SnapshotEnded(long startedAt, string outcome) =>
        _snapshotDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, _store, new("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
