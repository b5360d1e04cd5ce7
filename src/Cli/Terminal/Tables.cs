using System.Globalization;
using Spectre.Console;

namespace Omnichannel.Terminal;

/// <summary>How <c>omni</c> writes figures: the same in every table, on every machine.</summary>
internal static class Tables
{
    public static Table New(string title, params string[] columns)
    {
        var table = new Table { Title = new(title), Border = TableBorder.Rounded };
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(Markup.Escape(columns[i]));
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        return table;
    }

    public static void AddLine(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>To the last digit that there is.</summary>
    public static string Pounds(decimal pounds) => pounds.ToString("#,##0.00######", CultureInfo.InvariantCulture);

    public static string Rate(long count, TimeSpan elapsed, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count / Math.Max(elapsed.TotalSeconds, 0.001):N0} {unit}/s");

    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:N2} ms");

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:N1} s");
}
