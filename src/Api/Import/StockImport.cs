using System.Collections.Concurrent;
using System.Threading.Channels;
using Omnichannel.Http;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Import;

/// <summary>Reads rows, sends each to its owner, and writes the answers in the order of the rows. Memory is bounded by the rows in flight.</summary>
/// <remarks>Each row has a command id of the key and its number: the same file under the same key can be sent again after any accident.</remarks>
internal sealed class StockImport(IGrainFactory grains, CommandId key, IRowFormat format, CancellationToken stopping)
{
    private readonly Channel<PendingRow> _pending = System.Threading.Channels.Channel.CreateBounded<PendingRow>(
        new BoundedChannelOptions(Limits.ImportRowsInFlightMax) { SingleReader = true, SingleWriter = true });

    // Of each owner, the newest row that is on its way: an owner may hear calls in another order than they were made, and the last row counts.
    private readonly ConcurrentDictionary<StockKey, Task<MoveReply>> _underWay = [];

    private int _rows;

    /// <summary>Set when the import ended before its rows did: the same key takes it up again.</summary>
    private ProblemKind? _interruption;

    public async Task RunAsync(LineReader lines, ImportResults results, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var interrupting = stopping.Register(lines.Interrupt);
        var writing = WriteAsync(results, ended);
        try
        {
            await ReadAsync(lines, ended.Token);
            _pending.Writer.Complete();
        }
        catch (Exception failure)
        {
            // What was sent goes on to its end; the answers stop here, without a summary.
            _pending.Writer.Complete(failure);
        }

        await writing;
    }

    private async Task ReadAsync(LineReader lines, CancellationToken cancellationToken)
    {
        do
        {
            while (TryStart(lines, out var row))
            {
                if (!_pending.Writer.TryWrite(row)) await _pending.Writer.WriteAsync(row, cancellationToken);
            }

            if (_interruption is not null) return;
            if (stopping.IsCancellationRequested) _interruption = ProblemKinds.Draining;
        }
        while (_interruption is null && await lines.FillAsync(cancellationToken));
    }

    private bool TryStart(LineReader lines, out PendingRow row)
    {
        row = default;
        if (!lines.TryTake(out var line, out var isTooLong)) return false;
        if (_rows == Limits.ImportRowsMax)
        {
            _interruption = ProblemKinds.RowsOutOfRange;
            return false;
        }

        _rows++;
        var read = isTooLong ? ImportRow.Refused(ProblemKinds.RowTooLong, $"A row has at most {Limits.ImportRowBytesMax} bytes.") : format.Read(line);
        row = new(_rows, read, read.Refusal is null ? SendInOrder(read) : null);
        return true;
    }

    private Task<MoveReply> SendInOrder(ImportRow row)
    {
        var owner = new StockKey(row.Sku, row.Location);
        var id = CommandId.ForStep("import", key.Value, _rows.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var isWaiting = _underWay.TryGetValue(owner, out var earlier) && !earlier.IsCompleted;
        return _underWay[owner] = isWaiting ? SendAfterAsync(earlier!, owner, row, id) : Send(owner, row, id);
    }

    private async Task<MoveReply> SendAfterAsync(Task<MoveReply> earlier, StockKey owner, ImportRow row, CommandId id)
    {
        await ((Task)earlier).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Send(owner, row, id);
    }

    private Task<MoveReply> Send(StockKey owner, ImportRow row, CommandId id)
    {
        try
        {
            return grains.Stock(owner).Move(new(id, MovementType.Count, row.OnHand, "import"));
        }
        catch (Exception failure) when (NoAnswer.Of(failure) is not null)
        {
            // The row is told so, like one whose call fails later.
            return Task.FromException<MoveReply>(failure);
        }
    }

    private async Task WriteAsync(ImportResults results, CancellationTokenSource ended)
    {
        try
        {
            while (await _pending.Reader.WaitToReadAsync(ended.Token))
            {
                while (_pending.Reader.TryRead(out var row))
                {
                    if (row.Reply is { IsCompleted: false }) await results.FlushAsync(ended.Token);
                    await results.AddAsync(row);
                    if (row.Reply is { } reply) _underWay.TryRemove(new(new(row.Row.Sku, row.Row.Location), reply));
                    if (results.IsFull) await results.FlushAsync(ended.Token);
                }

                await results.FlushAsync(ended.Token);
            }

            results.Summarise(_interruption);
            await results.FlushAsync(ended.Token);
        }
        finally
        {
            // Nobody takes answers any more, so nothing more should be sent.
            await ended.CancelAsync();
        }
    }
}
