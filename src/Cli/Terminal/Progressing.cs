using Spectre.Console;

namespace Omnichannel.Terminal;

/// <summary>Shows how far a piece of work is while it runs.</summary>
internal static class Progressing
{
    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(250);

    /// <param name="max">Null when the end is not known.</param>
    public static Task ShowAsync(string title, double? max, Func<double> done, Func<Task> work) => AnsiConsole.Progress()
        .AutoClear(false)
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var shown = context.AddTask(title, maxValue: max ?? 1);
            shown.IsIndeterminate = max is null;
            var running = work();
            while (await Task.WhenAny(running, Task.Delay(_every)) != running) Show();
            await running;
            Show();
            shown.Value = shown.MaxValue;

            void Show()
            {
                if (max is null) shown.Description = $"{title}: {done():N0}";
                else shown.Value = done();
            }
        });
}
