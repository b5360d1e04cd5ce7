using Omnichannel.Audit;
using Omnichannel.Simulation.Kernel;

namespace Omnichannel.Simulation;

/// <summary>How long a healed grid is waited for, and what is said of it when that was not enough.</summary>
internal sealed class Patience(SimScheduler scheduler, SimLane lane)
{
    public static readonly TimeSpan AnswersWithin = TimeSpan.FromMinutes(3);

    /// <summary>Null, or the first thing that did not come to its end.</summary>
    public static string? Run(Action closing)
    {
        try
        {
            closing();
            return null;
        }
        catch (UnfinishedException unfinished)
        {
            return unfinished.Message;
        }
    }

    /// <summary>Starts work of a client and waits for its end.</summary>
    public void Ask(Func<Task> work, Func<string> sentence)
    {
        var isDone = false;
        lane.Start(async () =>
        {
            await work();
            isDone = true;
        });
        Require(() => isDone, AnswersWithin, sentence);
    }

    /// <param name="sentence">What did not come; null for a wait that only lets time pass.</param>
    public void Require(Func<bool> isDone, TimeSpan within, Func<string>? sentence)
    {
        if (!scheduler.RunUntil(isDone, scheduler.Now + within.Ticks) && sentence is not null)
            throw new UnfinishedException($"{AuditCheck.EverythingEnds}: {within} after the healing, {sentence()}");
    }

    private sealed class UnfinishedException(string message) : Exception(message);
}
