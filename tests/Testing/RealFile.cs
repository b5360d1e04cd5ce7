using Xunit;

namespace Omnichannel.Testing;

/// <summary>The published data set is not part of the project. Where it lies beside the repository, or where OMNI_RETAIL_FILE says, the whole of it
/// is tested.</summary>
public static class RealFile
{
    private const string Beside = "shared/data/online_retail.csv.gz";

    public static string? Path { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("OMNI_RETAIL_FILE") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, Beside);
            if (File.Exists(path)) return path;
        }

        return null;
    }
}

/// <summary>A test that needs the published data set; reported as skipped where it is not there.</summary>
public sealed class RealFileFactAttribute : FactAttribute
{
    public RealFileFactAttribute()
    {
        if (RealFile.Path is null) Skip = "The UCI Online Retail file is not here: set OMNI_RETAIL_FILE to online_retail.csv.gz.";
    }
}
