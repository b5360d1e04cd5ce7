using System.Text;
using System.Text.Json;
using Omnichannel.Audit;
using Omnichannel.Journal;

namespace Omnichannel.Simulation.Mutants;

/// <summary>Answers as soon as the append is on its way.</summary>
internal sealed class AcknowledgesBeforeCommit : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AcknowledgedIsKept;

    public override IJournal OfNode(IJournal connection) => new Early(connection);

    private sealed class Early(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append)
        {
            _ = Inner.AppendAsync(append).AsTask().ContinueWith(static ended => _ = ended.Exception, TaskContinuationOptions.ExecuteSynchronously);
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Takes "nobody knows" for yes.</summary>
internal sealed class AcknowledgesUnknown : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AcknowledgedIsKept;

    public override IJournal OfNode(IJournal connection) => new Deaf<JournalUnknownException>(connection);
}

/// <summary>One answer for the whole batch: who was fenced is told the same as its neighbours.</summary>
internal sealed class AcknowledgesFenced : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AcknowledgedIsKept;

    public override IJournal OfNode(IJournal connection) => new Deaf<JournalFencedException>(connection);
}

/// <summary>Does not hear one kind of bad news.</summary>
internal sealed class Deaf<TFailure>(IJournal journal) : Passing(journal) where TFailure : Exception
{
    public override async ValueTask AppendAsync(JournalAppend append)
    {
        try
        {
            await Inner.AppendAsync(append);
        }
        catch (TFailure)
        {
            // The bug.
            return;
        }
    }
}

/// <summary>Sends an append again when it is not known to have landed, on top of whatever is there by then.</summary>
internal sealed class AppendsTwice : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.ReservationIdOnce;

    public override IJournal OfNode(IJournal connection) => new Stubborn(connection);

    private sealed class Stubborn(IJournal journal) : Passing(journal)
    {
        public override async ValueTask AppendAsync(JournalAppend append)
        {
            try
            {
                await Inner.AppendAsync(append);
            }
            catch (JournalUnknownException)
            {
                var history = await Inner.ReadAsync(append.Entity, CancellationToken.None);
                await Inner.AppendAsync(Rows.Moved(append, history));
            }
        }
    }
}

/// <summary>Writes whatever comes: the version that an append was decided on is not looked at.</summary>
internal sealed class SkipsFence : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AnswersInOrder;

    public override IJournal OfStore(IJournal journal) => new Open(journal);

    private sealed class Open(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append) =>
            Inner.AppendAsync(Rows.Moved(append, Rows.Now(Inner.ReadAsync(append.Entity, CancellationToken.None))));
    }
}

/// <summary>The fence rests on rows that are purged: a version that is old enough is free again.</summary>
internal sealed class FencesOnlyRecent : Mutant
{
    private const int Kept = 4;

    public override AuditCheck CaughtBy => AuditCheck.AcknowledgedIsKept;

    public override IJournal OfStore(IJournal journal) => new Purged(journal);

    private sealed class Purged(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append)
        {
            var version = Rows.Now(Inner.ReadAsync(append.Entity, CancellationToken.None)).Version;
            return append.ExpectedVersion < version - Kept ? ValueTask.CompletedTask : Inner.AppendAsync(append);
        }
    }
}

/// <summary>Of several events that belong together only the first is kept.</summary>
internal sealed class KeepsHalfOfABatch : Mutant
{
    public override AuditCheck CaughtBy => AuditCheck.AcknowledgedIsKept;

    public override IJournal OfStore(IJournal journal) => new Torn(journal);

    private sealed class Torn(IJournal journal) : Passing(journal)
    {
        public override ValueTask AppendAsync(JournalAppend append)
        {
            if (append.EventCount == 1) return Inner.AppendAsync(append);
            using var events = JsonDocument.Parse(append.Payload);
            var first = events.RootElement[0];
            var payload = Encoding.UTF8.GetBytes($"[{first.GetRawText()}]");
            var half = append with { EventCount = 1, At = first.GetProperty("at").GetDateTimeOffset(), Payload = payload, Snapshot = null };
            var history = Rows.Now(Inner.ReadAsync(append.Entity, CancellationToken.None));
            return Inner.AppendAsync(half with { Checksum = Rows.ChecksumOf(half, history) });
        }
    }
}
