using System.Text;
using Omnichannel.Journal;
using Omnichannel.Testing;

namespace Omnichannel.Storage;

/// <summary>Reads that come in crowds, and snapshots that come apart from appends.</summary>
public abstract partial class JournalConformance
{
    // Most of a crowd that comes at once asks for what was never written; the others must get all of theirs, and nobody the history of a neighbour.
    [StoreFact]
    public async Task Read_WhenThousandsAskAtOnce_GivesEachItsOwn()
    {
        var written = Enumerable.Range(0, 60).Select(number => new EntityScript($"crowd-{number * 50}@main")).ToArray();
        await Task.WhenAll(written.Select(script => Journal.AppendAsync(script.Next(2, script.Entity.Key)).AsTask()));
        await Task.WhenAll(written.Take(20).Select(script => Journal.AppendAsync(script.NextWithSnapshot(script.Entity.Key)).AsTask()));

        var histories = await Task.WhenAll(Enumerable.Range(0, 3_000).Select(async number => (Number: number, History: await Journal.ReadAsync(new("stock", $"crowd-{number}@main"), CancellationToken.None))));

        foreach (var (number, history) in histories.Where(read => read.Number % 50 == 0))
        {
            var entity = written[number / 50].Entity;
            Assert.Equal(written[number / 50].Version, history.Version);
            Assert.Equal(number / 50 < 20 ? entity.Key : null, history.Snapshot is { } snapshot ? Encoding.UTF8.GetString(snapshot.Payload.Span) : null);
            EntityScript.AssertChain(entity, history);
        }

        Assert.All(histories.Where(read => read.Number % 50 != 0), read => Assert.Equal((0, 0), (read.History.Version, read.History.Rows.Count)));
    }

    // A read is never older than the append that was acknowledged before it was asked for, whatever else is being read.
    [StoreFact]
    public async Task Read_AfterAnAppendWasAcknowledged_SeesItInAnyCrowd()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var script = new EntityScript($"fresh-{number}@main");
            var before = await Journal.ReadAsync(script.Entity, CancellationToken.None);
            await Journal.AppendAsync(script.Next());
            var after = await Journal.ReadAsync(script.Entity, CancellationToken.None);
            Assert.Equal((0, 1), (before.Version, after.Version));
        }));
    }

    [StoreFact]
    public async Task KeepSnapshot_OfADurableVersion_IsWhereTheNextReadStarts()
    {
        var script = new EntityScript("apart@main");
        await Journal.AppendAsync(script.Next(3));
        var at = script.Next(2);
        await Journal.AppendAsync(at);
        await Journal.AppendAsync(script.Next());

        Assert.True(await Journal.KeepSnapshotAsync(EntityScript.Draft(at, "five")));

        var history = await Journal.ReadAsync(script.Entity, CancellationToken.None);
        Assert.Equal((6, 5, "five"), (history.Version, history.Snapshot!.Version, Encoding.UTF8.GetString(history.Snapshot.Payload.Span)));
        Assert.Equal(JournalChecksum.OfSnapshot(at.Checksum, "five"u8), history.Snapshot.PayloadChecksum);
        Assert.Single(history.Rows);
        EntityScript.AssertChain(script.Entity, history);
    }

    // I19: of all snapshots only those that the rows lead to.
    [StoreFact]
    public async Task KeepSnapshot_OfWhatIsNotThere_IsLeftOut()
    {
        var script = new EntityScript("mistaken@main");
        var (first, second) = (script.Next(2), script.Next(2));
        await Journal.AppendAsync(first);
        var durable = EntityScript.Draft(first, "two");
        SnapshotDraft[] mistaken =
        [
            EntityScript.Draft(second, "not written yet"),
            durable with { ChainChecksum = durable.ChainChecksum ^ 1 },
            durable with { Version = 1 },
            durable with { ExpectedVersion = 1 },
            durable with { Entity = new("stock", "nobody@main") },
        ];

        foreach (var draft in mistaken) Assert.False(await Journal.KeepSnapshotAsync(draft));

        Assert.Null((await Journal.ReadAsync(script.Entity, CancellationToken.None)).Snapshot);
        Assert.True(await Journal.KeepSnapshotAsync(durable));
    }

    [StoreFact]
    public async Task KeepSnapshot_WhenANewerOneIsKept_LeavesThat()
    {
        var script = new EntityScript("late@main");
        var (first, second) = (script.Next(), script.Next());
        await Journal.AppendAsync(first);
        await Journal.AppendAsync(second);

        Assert.True(await Journal.KeepSnapshotAsync(EntityScript.Draft(second, "two")));
        Assert.False(await Journal.KeepSnapshotAsync(EntityScript.Draft(first, "one")));
        Assert.False(await Journal.KeepSnapshotAsync(EntityScript.Draft(second, "two again")));
        var carried = script.NextWithSnapshot("three");
        await Journal.AppendAsync(carried);
        Assert.False(await Journal.KeepSnapshotAsync(EntityScript.Draft(second, "two")));

        Assert.Equal("three", Encoding.UTF8.GetString((await Journal.ReadAsync(script.Entity, CancellationToken.None)).Snapshot!.Payload.Span));
        var last = script.Next();
        await Journal.AppendAsync(last);
        Assert.True(await Journal.KeepSnapshotAsync(EntityScript.Draft(last, "four")));
        Assert.Equal("four", Encoding.UTF8.GetString((await Journal.ReadAsync(script.Entity, CancellationToken.None)).Snapshot!.Payload.Span));
    }
}
